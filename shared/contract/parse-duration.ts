import { durationMs, type DurationMs } from '../lib/time.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { told, type Told } from '../words/told.ts';

/** Milliseconds of days, hours, minutes and seconds, as `FORM` has them. */
const UNITS = [86_400_000, 3_600_000, 60_000, 1_000] as const;

/** One year and a day: what is longer is a typing mistake. */
const LONGEST_MS = 366 * 86_400_000;

/** `90s`, `45m`, `2h`, `1h30m`, `1d`: whole numbers with their units, each unit once, the larger first. */
const FORM = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;

/** The duration that a person wrote, or how to write one. Never zero, never negative. */
export function parseDuration(text: string): Result<DurationMs, Told> {
  const trimmed = text.trim().toLowerCase();
  const parts = FORM.exec(trimmed);
  if (!parts || trimmed === '')
    return err(/^\d+$/.test(trimmed) ? told('durationUnit', { text: trimmed }) : told('durationForm'));
  const ms = UNITS.reduce((sum, unitMs, index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0);
  if (ms === 0) return err(told('durationNothing'));
  return ms > LONGEST_MS ? err(told('durationYear')) : ok(durationMs(ms));
}
