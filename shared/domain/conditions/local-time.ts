import { Temporal } from 'temporal-polyfill/implementation';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Instant } from '../../lib/time.ts';
import { told, type Told } from '../../words/told.ts';

/** What a calendar and a clock on the wall show. */
export interface LocalTime {
  /** As in ISO 8601: 2026-12-01. */
  readonly date: string;
  /** 1 is Monday, 7 is Sunday, as in ISO 8601. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  /** Whether the date is one of the holidays that were given. */
  readonly holiday: boolean;
}

/** No zone has a longer name: of what is none, so much is told. */
const LONGEST_ZONE = 60;

/**
 * What it says on the wall of a zone (`Europe/Berlin`) at a moment. `holidays` are dates as in `date`. Pure: neither the clock nor the zone
 * of the computer is asked, and an implementation of Temporal that the platform may have is not used; only the rules of zones
 * are the platform's. Some 50 µs of work, and 2 ms when a zone is first asked for: once a decision and zone, not once a rule.
 */
export function localTime(at: Instant, zone: string, holidays: ReadonlySet<string>): Result<LocalTime, Told> {
  const moment = read(() => Temporal.Instant.fromEpochMilliseconds(at));
  if (!moment) return err(told('momentNone'));
  const local = read(() => moment.toZonedDateTimeISO(zone).toPlainDateTime());
  if (!local) return err(told('zoneUnknown', { zone: zone.slice(0, LONGEST_ZONE) }));
  const date = local.toPlainDate().toString();
  const { dayOfWeek: weekday, hour, minute } = local;
  return ok({ date, weekday, hour, minute, holiday: holidays.has(date) });
}

/** Null for what Temporal does not take. */
function read<T>(reading: () => T): T | null {
  try {
    return reading();
  } catch {
    return null;
  }
}
