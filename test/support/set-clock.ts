import { durationMs, instant, type Instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { systemClock } from '../../shared/system/system-clock.ts';

/** Nobody sleeps longer: a test waits for what comes next. */
const LONGEST_SLEEP_MS = 20;

/** The clock of the system on a machine where somebody sets the wall, and on which everybody who sleeps wakes early. */
export class SetClock implements Clock {
  aheadMs = 0;
  /** For so long the machine slept, as somebody sees it whose wall is the right time: the monotonic clock did not go on. Set between questions. */
  sleptMs = 0;
  #sleeps = 0;

  now = (): Instant => instant(systemClock.now() + this.aheadMs);
  monotonicMs = (): number => systemClock.monotonicMs() - this.sleptMs;

  sleep: Clock['sleep'] = (ms, signal) => {
    this.#sleeps += 1;
    return systemClock.sleep(durationMs(Math.min(ms, LONGEST_SLEEP_MS)), signal);
  };

  /** How often anybody went to sleep. */
  get sleeps(): number {
    return this.#sleeps;
  }
}
