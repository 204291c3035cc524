import { DAY_MS } from '../../shared/lib/time.ts';
import { words } from './words.ts';

interface ClockTimeOptions {
  readonly seconds?: boolean;
  /** IANA name; the computer's own when left out. */
  readonly timeZone?: string;
}

/** Making one takes a hundred times as long as using it, and each row has several every second. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale } = words().formats;
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, known);
  return known;
}

/** When it was or will be, in the local zone: `14:32` today, `Mon 14:32` within six days, `3 Nov 14:32`, `3 Nov 2025, 14:32`. */
export function clockTime(at: number, now: number, options: ClockTimeOptions = {}): string {
  const zone = options.timeZone === undefined ? {} : { timeZone: options.timeZone };
  const format = (parts: Intl.DateTimeFormatOptions, instant = at): string =>
    formatter({ ...parts, ...zone }).format(instant);
  const time = format({
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(options.seconds ? { second: '2-digit' } : {}),
  });
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' };
  if (format(day) === format(day, now)) return time;
  if (Math.abs(now - at) < 6 * DAY_MS) return `${format({ weekday: 'short' })} ${time}`;
  const sameYear = format({ year: 'numeric' }) === format({ year: 'numeric' }, now);
  return sameYear ? `${format({ day: 'numeric', month: 'short' })} ${time}` : `${format(day)}, ${time}`;
}
