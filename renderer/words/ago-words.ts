import { HOUR_MS, MINUTE_MS } from '../../shared/lib/time.ts';

/** How long ago, short enough for a row: `now`, `4 min`, `3 h`, `2 d`. What lies ahead is `now`: clocks differ a little. */
export function agoWords(at: number, now: number): string {
  const ms = now - at;
  if (ms < MINUTE_MS) return 'now';
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < 24 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / (24 * HOUR_MS))} d`;
}
