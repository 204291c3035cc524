import { durationMs } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';

/** Sleeps as long as it says: the clock itself wakes up after 30 seconds at the latest. */
export async function sleepLong(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const endsAtMs = clock.monotonicMs() + ms;
  while (!signal.aborted && clock.monotonicMs() < endsAtMs)
    await clock.sleep(durationMs(endsAtMs - clock.monotonicMs()), signal);
}
