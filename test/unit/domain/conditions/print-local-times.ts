import { localTime } from '../../../../shared/domain/conditions/local-time.ts';
import { instant } from '../../../../shared/lib/time.ts';
import { ZONED } from './zoned-moments.ts';

// A program: which zone it was started in, and what each moment is in its zone, a line each.

console.log(new Intl.DateTimeFormat('en').resolvedOptions().timeZone);
for (const [moment, zone] of ZONED) {
  const local = localTime(instant(Date.parse(moment)), zone, new Set());
  if (!local.ok) throw new Error(local.error.code);
  const { date, weekday, hour, minute } = local.value;
  console.log(`${date} ${weekday} ${hour}:${String(minute).padStart(2, '0')}`);
}
