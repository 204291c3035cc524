import { describe, expect, test } from 'vitest';
import { formatsOf } from '../../../shared/words/formats.ts';
import { chooseLanguage } from '../../../shared/words/language.ts';

const en = formatsOf('en');
const de = formatsOf('de');

describe('a list', () => {
  test.each<[string[], string, string]>([
    [[], 'nobody', 'niemand'],
    [['Ana'], 'Ana', 'Ana'],
    [['Ana', 'Ben'], 'Ana or Ben', 'Ana oder Ben'],
    [['Ana', 'Ben', 'Cem'], 'Ana, Ben or Cem', 'Ana, Ben oder Cem'],
    [['Ana', 'Ben', 'Cem', 'Dan'], 'Ana, Ben, Cem or 1 other', 'Ana, Ben, Cem oder 1 weitere'],
    [['Ana', 'Ben', 'Cem', 'Dan', 'Eva'], 'Ana, Ben, Cem or 2 others', 'Ana, Ben, Cem oder 2 weitere'],
  ])('%j', (names, english, german) => {
    expect(en.any(names)).toBe(english);
    expect(de.any(names)).toBe(german);
    expect(en.all(names)).toBe(english.replace(' or ', ' and '));
  });
});

test.each<[string[], string, string]>([
  [[], 'niemand', 'niemandem'],
  [['Ana', 'Ben', 'Cem'], 'Ana, Ben und Cem', 'Ana, Ben und Cem'],
  [['Ana', 'Ben', 'Cem', 'Dan'], 'Ana, Ben, Cem und 1 weitere', 'Ana, Ben, Cem und 1 weiteren'],
  [['Ana', 'Ben', 'Cem', 'Dan', 'Eva'], 'Ana, Ben, Cem und 2 weitere', 'Ana, Ben, Cem und 2 weiteren'],
])('after „von“ a list ends otherwise in German: %j', (names, direct, dative) => {
  expect(de.all(names)).toBe(direct);
  expect(de.all(names, 'dative')).toBe(dative);
  expect(en.all(names, 'dative')).toBe(en.all(names));
});

test('numbers and their nouns', () => {
  expect([en.count(1_234), de.count(1_234)]).toEqual(['1,234', '1.234']);
  const entries = { one: 'one entry', other: '# entries' };
  expect([1, 0, 1_234].map((count) => en.plural(count, entries))).toEqual([
    'one entry',
    '0 entries',
    '1,234 entries',
  ]);
});

test.each([
  [0, '0s', '0s'],
  [59_999, '59s', '59s'],
  [5_400_000, '1h 30m', '1h 30m'],
  [9_045_000, '2h 30m', '2h 30m 45s'],
  [86_700_000, '1d', '1d 5m'],
  [-1, '0s', '0s'],
])('%i ms', (ms, short, exact) => {
  expect(en.duration(ms)).toBe(short);
  expect(en.exactDuration(ms)).toBe(exact);
});

test.each<[string[], string]>([
  [[], 'en'],
  [['de_AT.UTF-8'], 'de'],
  [['de-CH', 'en'], 'de'],
  [['fr-FR', 'de'], 'de'],
  [['C.UTF-8', 'de'], 'en'],
  [['POSIX'], 'en'],
  [[''], 'en'],
  [['DE'], 'de'],
])('%j: %s', (preferred, language) => expect(chooseLanguage(preferred)).toBe(language));
