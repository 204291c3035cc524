import type { DurationMs } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';

/** Until when something that failed is left alone, by name. Monotonic: a moved wall clock changes no pause. */
export class Pauses {
  private readonly clock: Clock;
  private readonly untilMono = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  pause(name: string, ms: DurationMs): void {
    this.untilMono.set(name, this.clock.monotonicMs() + ms);
  }

  clear(name: string): void {
    this.untilMono.delete(name);
  }

  clearAll(): void {
    this.untilMono.clear();
  }

  /** Milliseconds until the pause is over; 0 when there is none. */
  waitMs(name: string): number {
    return Math.max(0, (this.untilMono.get(name) ?? 0) - this.clock.monotonicMs());
  }
}
