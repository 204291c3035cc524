import { words } from './words.ts';

/** Less is the time that taking away and checking takes, not lateness that anybody would ask about. */
const TENTH_MS = 100;

/** How late something was: `on time`, `0.3 s late`, `12 s late`, `4m 10s late`. */
export function lateWords(ms: number): string {
  const { formats, window } = words();
  const { times } = window;
  if (ms < TENTH_MS) return times.onTime;
  const seconds = (value: number, digits: number): string =>
    times.seconds({ count: formats.decimal(value, digits) });
  if (ms < 10_000) return times.late({ by: seconds(Math.floor(ms / TENTH_MS) / 10, 1) });
  return times.late({ by: ms < 60_000 ? seconds(Math.floor(ms / 1_000), 0) : formats.duration(ms) });
}
