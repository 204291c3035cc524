import { durationMs, type DurationMs } from './time.ts';
import { err, ok, type Result } from './result.ts';

/** Largest first, as they are written. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** One year and a day: what is longer is a typing mistake. */
const LONGEST_MS = 366 * 86_400_000;

/** `90s`, `45m`, `2h`, `1h30m`, `1d`: whole numbers with their units, each unit once, the larger first. */
const FORM = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;

/** The duration that a person wrote, or a sentence about how to write one. Never zero, never negative. */
export function parseDuration(text: string): Result<DurationMs, string> {
  const trimmed = text.trim().toLowerCase();
  const parts = FORM.exec(trimmed);
  if (!parts || trimmed === '') {
    return err(/^\d+$/.test(trimmed) ? `Say the unit: ${trimmed}m, ${trimmed}h or ${trimmed}d.` : HOW);
  }
  const ms = UNITS.reduce((sum, [, unitMs], index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0);
  if (ms === 0) return err('A duration must be longer than nothing. Write for example 45m or 2h.');
  if (ms > LONGEST_MS)
    return err('That is more than a year. Write a shorter duration, for example 45m or 2h.');
  return ok(durationMs(ms));
}

const HOW = 'That is not a duration. Write for example 90s, 45m, 2h, 1h30m or 1d.';

/** Every unit, so that nothing of what is agreed to is left out: `1d 5m`, `2h 30m 45s`. Less than a second is `0s`. */
export function exactDuration(ms: number): string {
  let rest = Math.max(0, Math.floor(ms));
  const parts = UNITS.flatMap(([unit, unitMs]) => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return count > 0 ? [`${count}${unit}`] : [];
  });
  return parts.join(' ') || '0s';
}

/** The two largest units that are not zero, rounded down to them: `1h 30m`, `2d`, `59s`; less than a second is `0s`. */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, Math.floor(ms));
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    // Only neighbours are shown together: `1d 5m` would pretend to be exact.
    if (count > 0) parts.push(`${count}${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0s';
}
