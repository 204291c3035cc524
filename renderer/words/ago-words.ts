import { HOUR_MS, MINUTE_MS } from '../../shared/lib/time.ts';
import { words } from './words.ts';

/** How long ago, short enough for a row: `now`, `4 min`, `3 h`, `2 d`. What lies ahead is `now`: clocks differ a little. */
export function agoWords(at: number, now: number): string {
  const { times } = words().window;
  const ms = now - at;
  if (ms < MINUTE_MS) return times.now;
  if (ms < HOUR_MS) return times.minutes({ count: Math.floor(ms / MINUTE_MS) });
  if (ms < 24 * HOUR_MS) return times.hours({ count: Math.floor(ms / HOUR_MS) });
  return times.days({ count: Math.floor(ms / (24 * HOUR_MS)) });
}
