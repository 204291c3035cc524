import { durationParts, largestParts, type DurationPart, type DurationUnit } from '../lib/duration-text.ts';
import type { Language } from './language.ts';

/** What `Intl` knows of a language, as Latchkey writes it. English is that of Europe: its clocks cannot be misread. */
export interface Formats {
  /**
   * `Ana`, `Ana and Ben`, `Ana, Ben and Cem`; of more than three the rest is counted: `Ana, Ben, Cem and 4 others`. `place`: where in
   * a sentence it stands, for languages that say so at the end of words. `more`: so many others, whose names are not here.
   */
  all(names: readonly string[], place?: Place, more?: number): string;
  /** The same with `or`. */
  any(names: readonly string[], place?: Place, more?: number): string;
  /** `1,234`, `1.234`. */
  count(value: number): string;
  /** With so many digits after the point or the comma: `0.3`, `0,3`. */
  decimal(value: number, digits: number): string;
  /** `1 entry`, `1,234 entries`: a form has `#` where the number stands. */
  plural(value: number, forms: Forms): string;
  /** The two largest units that are not zero, rounded down to them: `1h 30m`, `2d`, `59s`; less than a second is `0s`. */
  duration(ms: number): string;
  /** Every unit, so that nothing of what is agreed to is left out: `2h 30m 45s`. */
  exactDuration(ms: number): string;
  /** For moments: days and clock times are `Intl.DateTimeFormat`'s. */
  readonly locale: string;
  /** For fields in which days are written: in the order of `moment`, and spoken in this language. */
  readonly dayFields: string;
  /** `2026-03-04 09:05:06`, `04.03.2026, 09:05:06`: where the reader is, to the second. `at`: milliseconds since 1970. */
  moment(at: number): string;
  /** `1.4 GB`, `80 MB`; `1,4 GB`. Decimal units, as disks are sold. */
  bytes(count: number): string;
}

/** As who does something or what is done to them; or after a word like `von`. */
export type Place = 'direct' | 'dative';

/** English and German have these two. */
export interface Forms {
  readonly one: string;
  readonly other: string;
}

/** What `Intl` has no word for. */
interface Own {
  /** Whom a list of nobody names. */
  readonly nobody: Readonly<Record<Place, string>>;
  readonly others: Readonly<Record<Place, Forms>>;
  /** Fewer than a thousand. */
  readonly bytes: string;
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** English has no order of day and month that all read alike, and takes that of ISO 8601, as Sweden writes it. */
const MOMENTS: Readonly<Record<Language, string>> = { en: 'sv-SE', de: LOCALES.de };

/** The same order, by somebody who speaks the language: that of Sweden would be read out as Swedish. */
const DAY_FIELDS: Readonly<Record<Language, string>> = { en: 'en-CA', de: LOCALES.de };

export const localeOf = (language: Language): string => LOCALES[language];

const OWN: Readonly<Record<Language, Own>> = {
  en: {
    nobody: { direct: 'nobody', dative: 'nobody' },
    others: { direct: { one: '1 other', other: '# others' }, dative: { one: '1 other', other: '# others' } },
    bytes: 'bytes',
  },
  de: {
    nobody: { direct: 'niemand', dative: 'niemandem' },
    others: { direct: same('# weitere'), dative: same('# weiteren') },
    bytes: 'Bytes',
  },
};

/** Not `Intl`’s narrow units: those differ from one version of its data to the next, so that a window and a terminal would. */
const UNIT_SIGNS: Readonly<Record<Language, Readonly<Record<DurationUnit, Forms>>>> = {
  en: { d: same('#d'), h: same('#h'), m: same('#m'), s: same('#s') },
  de: {
    d: { one: '# Tag', other: '# Tage' },
    h: same('# h'),
    m: same('# min'),
    s: same('# s'),
  },
};

/** So many names are written out; of more, the rest is counted. */
const SHOWN = 3;

/** Makes nothing of `Intl` before it is used: each takes a while, and a command needs few. */
export function formatsOf(language: Language): Formats {
  const locale = localeOf(language);
  const numbers = once(() => new Intl.NumberFormat(locale));
  const rules = once(() => new Intl.PluralRules(locale));
  const and = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const or = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
  const moments = once(
    () =>
      new Intl.DateTimeFormat(MOMENTS[language], {
        ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
        ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
      }),
  );
  const plural = (value: number, forms: Forms): string =>
    forms[rules().select(value) === 'one' ? 'one' : 'other'].replace('#', () => numbers().format(value));
  const written = (parts: readonly DurationPart[]): string =>
    parts.map(([unit, count]) => plural(count, UNIT_SIGNS[language][unit])).join(' ');
  const shown = (names: readonly string[], place: Place, more: number): readonly string[] => {
    const others = Math.max(names.length - SHOWN, 0) + more;
    if (names.length === 0 && others === 0) return [OWN[language].nobody[place]];
    return others > 0 ? [...names.slice(0, SHOWN), plural(others, OWN[language].others[place])] : names;
  };
  return {
    all: (names, place = 'direct', more = 0) => and().format(shown(names, place, more)),
    any: (names, place = 'direct', more = 0) => or().format(shown(names, place, more)),
    count: (value) => numbers().format(value),
    decimal: (value, digits) =>
      value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    plural,
    duration: (ms) => written(largestParts(ms)),
    exactDuration: (ms) => written(durationParts(ms)),
    locale,
    dayFields: DAY_FIELDS[language],
    moment: (at) => moments().format(at),
    bytes: (count) => bytesText(count, OWN[language].bytes, (value) => numbers().format(value)),
  };
}

const BYTES = ['', 'kB', 'MB', 'GB', 'TB'] as const;

function bytesText(count: number, few: string, numberText: (value: number) => string): string {
  let [value, unit] = [count, 0];
  while (value >= 1_000 && unit < BYTES.length - 1) [value, unit] = [value / 1_000, unit + 1];
  const rounded = value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value);
  return `${numberText(rounded)} ${BYTES[unit] || few}`;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function same(form: string): Forms {
  return { one: form, other: form };
}
