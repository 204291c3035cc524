import { formatDuration } from '../../shared/lib/duration-text.ts';

/** Less is the time that taking away and checking takes, not lateness that anybody would ask about. */
const TENTH_MS = 100;

/** How late something was: `on time`, `0.3 s late`, `12 s late`, `4m 10s late`. */
export function lateWords(ms: number): string {
  if (ms < TENTH_MS) return 'on time';
  if (ms < 10_000) return `${(Math.floor(ms / TENTH_MS) / 10).toFixed(1)} s late`;
  return ms < 60_000 ? `${Math.floor(ms / 1_000)} s late` : `${formatDuration(ms)} late`;
}
