import { instant, type DurationMs, type Instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that moves only when a test says so. `advance` wakes sleepers in order of their time. */
export class ManualClock implements Clock {
  private wallMs: number;
  private monoMs = 0;
  private sleepers: Sleeper[] = [];

  constructor(startAt = Date.UTC(2026, 0, 5, 9, 0, 0)) {
    this.wallMs = startAt;
  }

  now = (): Instant => instant(this.wallMs);
  /** With a fraction that changes, as the real one has. */
  monotonicMs = (): number => this.monoMs + (this.monoMs % 7) / 10;

  sleep = (ms: DurationMs, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const sleeper: Sleeper = {
        wakeAt: this.monoMs + Math.min(Math.max(ms, 0), 30_000),
        wake: () => {
          this.sleepers = this.sleepers.filter((each) => each !== sleeper);
          resolve();
        },
      };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', sleeper.wake, { once: true });
    });

  /** How many wait now: a test waits for this to become 1 before it advances. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  /** Moves wall and monotonic time by `ms`, waking who is due on the way and letting them run. */
  async advance(ms: number): Promise<void> {
    const endAt = this.monoMs + ms;
    for (;;) {
      await settle();
      const next = this.sleepers
        .filter((each) => each.wakeAt <= endAt)
        .sort((a, b) => a.wakeAt - b.wakeAt)[0];
      if (!next) break;
      const step = Math.max(0, next.wakeAt - this.monoMs);
      this.monoMs += step;
      this.wallMs += step;
      next.wake();
    }
    this.wallMs += endAt - this.monoMs;
    this.monoMs = endAt;
    await settle();
  }

  /** Moves only the wall, as a person or NTP does: monotonic time stays. */
  setWall(epochMs: number): void {
    this.wallMs = epochMs;
  }
}

/** Lets everything that is ready run: promises, and immediates behind them. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
