import { durationMs, instant, SECOND_MS, type Instant } from '../../domain/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** A step back of the wall clock up to this is a correction (NTP), not a moved clock. */
const TOLERATED_STEP_MS = durationMs(2 * SECOND_MS);

/**
 * The service's own time, made of the wall clock and the latest wall time it ever saw (the mark, which is persisted).
 *
 * 1. It never goes back, so the log's times don't either, unless a person says that the clock was wrong (`acceptWall`).
 * 2. While the wall is behind the mark, time goes on from the mark by the monotonic clock: what is due is still done.
 * 3. `wentBack` says that the wall is behind by more than a correction: nothing new is granted then.
 */
export class ServiceTime {
  readonly #clock: Clock;
  #markAt: number;
  #markMonotonicMs: number;
  #lastAt: number;

  constructor(clock: Clock, markAt: Instant) {
    this.#clock = clock;
    this.#markAt = markAt;
    this.#markMonotonicMs = clock.monotonicMs();
    this.#lastAt = markAt;
  }

  now(): Instant {
    const wall = this.#clock.now();
    if (wall >= this.#markAt) {
      this.#markAt = wall;
      this.#markMonotonicMs = this.#clock.monotonicMs();
      this.#lastAt = Math.max(this.#lastAt, wall);
    } else {
      const since = Math.floor(this.#clock.monotonicMs() - this.#markMonotonicMs);
      this.#lastAt = Math.max(this.#lastAt, this.#markAt + since);
    }
    return instant(this.#lastAt);
  }

  /** The latest wall time that was seen. */
  get markAt(): Instant {
    return instant(this.#markAt);
  }

  /** From now on the wall is right, whatever was seen before: the one way in which this time goes back. */
  acceptWall(): void {
    this.#markAt = this.#clock.now();
    this.#markMonotonicMs = this.#clock.monotonicMs();
    this.#lastAt = this.#markAt;
  }

  wentBack(): boolean {
    return this.#clock.now() < this.#markAt - TOLERATED_STEP_MS;
  }
}
