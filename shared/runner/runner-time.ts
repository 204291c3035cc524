import { instant, type Instant } from '../domain/time.ts';
import type { Clock } from '../ports/clock.ts';

/** Wall and monotonic clock may drift apart by this much before the wall counts as moved. */
const MOVED_MS = 2_000;

/**
 * The time by which deadlines are judged: the wall clock, which never goes back.
 *
 * A wall clock that jumps ahead is believed, so what is overdue by it is revoked. One that goes back by two seconds or
 * more is not: time goes on from the latest instant that was seen, so no grant becomes longer, and `isBehind` says that
 * nothing new may begin until the wall has caught up.
 */
export class RunnerTime {
  private readonly clock: Clock;
  /** The latest instant seen on the wall, and what the monotonic clock said then. */
  private seenAt: number;
  private seenMono: number;

  constructor(clock: Clock, highWaterMark: Instant) {
    this.clock = clock;
    this.seenAt = Math.max(clock.now(), highWaterMark);
    this.seenMono = clock.monotonicMs();
  }

  now(): Instant {
    const wall = this.clock.now();
    const mono = this.clock.monotonicMs();
    const expected = this.seenAt + (mono - this.seenMono);
    this.seenAt = wall > expected - MOVED_MS ? wall : expected;
    this.seenMono = mono;
    // Whole milliseconds, as everything that is written down; what is remembered keeps its fraction, or time would run slow.
    return instant(Math.floor(this.seenAt));
  }

  /** Whether the wall clock shows an earlier time than one that it has shown before. */
  isBehind(): boolean {
    return this.clock.now() <= this.now() - MOVED_MS;
  }
}
