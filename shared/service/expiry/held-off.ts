import { SECOND_MS } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** So long a stream is left alone after its first failure, and twice as long after each further one. */
const FIRST_MS = SECOND_MS;
/** No longer, so that what failed for a reason that is gone is not much later than it has to be. */
const LONGEST_MS = 4 * SECOND_MS;

/**
 * Streams that failed, and until when they are left alone. Monotonic: a moved wall clock changes no pause. In memory: after a
 * restart all of them are tried.
 */
export class HeldOff {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #held = new Map<string, { readonly until: number; readonly pauseMs: number }>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** `at`: on the monotonic clock. */
  has(stream: string, at: number): boolean {
    return (this.#held.get(stream)?.until ?? 0) > at;
  }

  failed(stream: string): void {
    const pauseMs = Math.min(LONGEST_MS, (this.#held.get(stream)?.pauseMs ?? FIRST_MS / 2) * 2);
    this.#held.set(stream, { until: this.#clock.monotonicMs() + pauseMs, pauseMs });
  }

  done(stream: string): void {
    this.#held.delete(stream);
  }

  /** Milliseconds from `at` until the next pause ends. Forgets streams that nobody found due since theirs. */
  nextMs(at: number): number {
    let nextMs = Number.MAX_SAFE_INTEGER;
    for (const [stream, { until }] of this.#held) {
      if (until > at) nextMs = Math.min(nextMs, until - at);
      else if (until + LONGEST_MS < at) this.#held.delete(stream);
    }
    return nextMs;
  }
}
