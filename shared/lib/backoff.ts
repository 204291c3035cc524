import { durationMs, type DurationMs } from './time.ts';

/** The first pause is at most this long. */
const FIRST_MS = 500;
/** No pause is longer: who comes back should not have to wait for more than this. */
const LONGEST_MS = 30_000;

/**
 * How long to wait before try number `attempt` (0 is the first again), doubling, with jitter: between half and all of it.
 * No pause is longer than `longestMs`. `random` in [0, 1) is passed in, so that a thousand desktops do not come back in the same second and tests can choose.
 */
export function backoff(attempt: number, random: number, longestMs = LONGEST_MS): DurationMs {
  const whole = Math.min(longestMs, FIRST_MS * 2 ** Math.min(Math.max(0, attempt), 30));
  return durationMs(Math.round(whole * (0.5 + random / 2)));
}
