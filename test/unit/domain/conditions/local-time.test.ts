import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { localTime, type LocalTime } from '../../../../shared/domain/conditions/local-time.ts';
import { instant } from '../../../../shared/lib/time.ts';
import { told } from '../../../../shared/words/told.ts';
import { runTypescript } from '../../../support/run-typescript.ts';
import { ZONED } from './zoned-moments.ts';

const NO_HOLIDAYS: ReadonlySet<string> = new Set();
const shown = ({ date, weekday, hour, minute }: LocalTime): string =>
  `${date} ${weekday} ${hour}:${String(minute).padStart(2, '0')}`;

function at(moment: string, zone: string, holidays = NO_HOLIDAYS): LocalTime {
  const local = localTime(instant(Date.parse(moment)), zone, holidays);
  if (!local.ok) throw new Error(local.error.code);
  return local.value;
}

describe('what the clock on the wall shows', () => {
  test.each(ZONED)('%s in %s: %s', (moment, zone, local) => expect(shown(at(moment, zone))).toBe(local));
});

test('a holiday is a date of the place, not of UTC', () => {
  const holidays = new Set(['2026-12-25']);
  const evening = '2026-12-24T23:30:00Z';
  expect(at(evening, 'Europe/Berlin', holidays).holiday).toBe(true);
  expect(at(evening, 'Europe/London', holidays).holiday).toBe(false);
});

describe('where there is no such zone, that is said', () => {
  test.each(['Mars/Phobos', '', 'Europe', '__proto__', 'Europe/Berlin[u-ca=hebrew]', '\0'])('%j', (zone) =>
    expect(localTime(instant(0), zone, NO_HOLIDAYS)).toEqual({
      ok: false,
      error: told('zoneUnknown', { zone }),
    }),
  );

  test('and a long one is cut', () =>
    expect(localTime(instant(0), 'x'.repeat(100_000), NO_HOLIDAYS)).toEqual({
      ok: false,
      error: told('zoneUnknown', { zone: 'x'.repeat(60) }),
    }));
});

test.each([NaN, Infinity, 1e300, 0.5])('and so is a moment that is none: %d', (ms) =>
  expect(localTime(instant(ms), 'UTC', NO_HOLIDAYS)).toEqual({ ok: false, error: told('momentNone') }),
);

/** In processes of their own: a process keeps the zone that it was started in. */
describe('the zone of the computer makes no difference', () => {
  test.each(['America/New_York', 'Australia/Lord_Howe', 'Australia/Eucla', 'Pacific/Apia', 'UTC'])(
    '%s',
    async (zone) => {
      const child = await runTypescript('test/unit/domain/conditions/print-local-times.ts', [], { zone });
      const lines: string[] = [];
      for await (const line of createInterface({ input: child.stdout! })) lines.push(line);
      const [own, ...rest] = lines;
      expect(own).toBe(zone);
      expect(rest).toEqual(ZONED.map(([, , local]) => local));
    },
  );
});
