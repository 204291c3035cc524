import { DAY_MS, type Instant } from '../shared/lib/time.ts';
import type { Words } from '../shared/words/words.ts';

/** `03:12` on this computer's clock, with the day when it is more than a day away. */
export function clockText(at: Instant, now: Instant, { formats }: Words): string {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(formats.locale, options).format(at);
  const time = format({ hour: '2-digit', minute: '2-digit' });
  if (Math.abs(now - at) < DAY_MS) return time;
  return `${format({ day: 'numeric', month: 'short' })}, ${time}`;
}
