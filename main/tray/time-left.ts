import { MINUTE_MS } from '../../shared/lib/time.ts';
import { formatDuration } from '../../shared/lib/duration-text.ts';

/** How long something still lasts: whole minutes, rounded up, and seconds only in the last minute. */
export function timeLeft(ms: number): string {
  if (ms <= 0) return 'ending';
  const rounded = ms > MINUTE_MS ? Math.ceil(ms / MINUTE_MS) * MINUTE_MS : Math.ceil(ms / 1_000) * 1_000;
  return `${formatDuration(rounded)} left`;
}
