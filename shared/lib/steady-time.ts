import type { Instant } from './time.ts';

/** A step back of the wall clock up to this is a correction (NTP), not a moved clock. */
export const TOLERATED_STEP_MS = 2_000;

/** How fast time goes on while a correction is made up for: slower than any wall clock that is slewed. */
const CORRECTING_PACE = 0.99;

/** What it is made of. The wall clock may be set; the monotonic one goes on and says nothing about the date. */
interface Clocks {
  now(): Instant;
  monotonicMs(): number;
}

/**
 * The time by which deadlines are judged, in the service and in runners: made of the wall clock and the latest time that it
 * ever was (the mark, which is kept across restarts).
 *
 * 1. It never goes back, unless a person says that the clock was wrong (`acceptWall`).
 * 2. It never stands still: while the wall is behind, it goes on by the monotonic clock. So no number of small steps back
 *    makes access longer by more than a hundredth.
 * 3. A wall that jumps ahead is believed: what is overdue by it is due. Services that share a server give that one's time for
 *    the wall, which never jumps with the machine's.
 * 4. `isBehind` says that the wall is behind by more than a correction: nothing new may begin until it is right.
 */
export class SteadyTime {
  readonly #clock: Clocks;
  /** With its fraction, or time would run slow. */
  #lastAt: number;
  #lastMono: number;

  constructor(clock: Clocks, markAt: Instant) {
    this.#clock = clock;
    this.#lastAt = Math.max(clock.now(), markAt);
    this.#lastMono = clock.monotonicMs();
  }

  now(): Instant {
    const wall = this.#clock.now();
    const mono = this.#clock.monotonicMs();
    const pace = wall < this.#lastAt - TOLERATED_STEP_MS ? 1 : CORRECTING_PACE;
    this.#lastAt = Math.max(wall, this.#lastAt + pace * Math.max(0, mono - this.#lastMono));
    this.#lastMono = mono;
    // Whole milliseconds, as everything that is written down.
    return Math.floor(this.#lastAt) as Instant;
  }

  /** Others, by whose time deadlines are judged too, have seen this one. */
  notice(markAt: Instant): void {
    if (markAt > this.#lastAt) this.#lastAt = markAt;
  }

  /** Whether the wall clock shows an earlier time than it must by now. */
  isBehind(): boolean {
    return this.#clock.now() < this.now() - TOLERATED_STEP_MS;
  }

  /** From now on the wall is right, whatever was seen before: the one way in which this time goes back. */
  acceptWall(): void {
    this.#lastAt = this.#clock.now();
    this.#lastMono = this.#clock.monotonicMs();
  }
}
