import { durationMs } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** Resolves after `ms`, however long (a clock's sleep ends after 30 s at most): true, or false when `signal` aborted. */
export async function waitMs(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  const endAt = clock.monotonicMs() + ms;
  for (;;) {
    const left = endAt - clock.monotonicMs();
    if (signal.aborted) return false;
    if (left <= 0) return true;
    await clock.sleep(durationMs(left), signal);
  }
}
