import { DAY_MS, type Instant } from '../shared/lib/time.ts';

/** `03:12` on this computer's clock, with the day when it is more than a day away. */
export function clockText(at: Instant, now: Instant): string {
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(at);
  if (Math.abs(now - at) < DAY_MS) return time;
  return `${new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(at)}, ${time}`;
}
