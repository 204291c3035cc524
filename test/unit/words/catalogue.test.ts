import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../../build/setup/root.js';
import { CODES, type ToldCode } from '../../../shared/words/codes/codes.ts';
import { de } from '../../../shared/words/de/de.ts';
import { en } from '../../../shared/words/en/en.ts';

type Entry = string | ((params: object, tell: () => string) => string);
interface Found {
  readonly at: string;
  readonly entry: Entry;
}

/** All sentences of a catalogue, with where they are: `cli.comment.done`. */
const entriesOf = (value: unknown, at = ''): readonly Found[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, each]) => entriesOf(each, at === '' ? name : `${at}.${name}`))
    : [{ at, entry: value as Entry }];

/** The names that a sentence takes out of its parameters; null for one that takes none. */
function takenBy(entry: Entry): readonly string[] | null {
  if (typeof entry === 'string') return null;
  const taken = new Set<string>();
  const params = new Proxy({}, { get: (_, name) => void taken.add(String(name)), has: () => true });
  try {
    entry(params, () => '');
  } catch {
    // It is called for what it takes, and that it takes first.
  }
  return [...taken].sort();
}

const english = entriesOf(en);
const german = new Map(entriesOf(de).map(({ at, entry }) => [at, entry]));

describe('each language', () => {
  test('has the same sentences', () =>
    expect([...german.keys()].sort()).toEqual(english.map(({ at }) => at).sort()));

  test('with the same parameters', () => {
    const differ = english.filter(({ at, entry }) => {
      const other = german.get(at);
      return other === undefined || String(takenBy(entry)) !== String(takenBy(other));
    });
    expect(differ.map(({ at }) => at)).toEqual([]);
  });

  test('says nothing with nothing', () => {
    const empty = [...english, ...[...german].map(([at, entry]) => ({ at, entry }))];
    expect(empty.filter(({ entry }) => entry === '').map(({ at }) => at)).toEqual([]);
  });

  test('German is German: no longer sentence is the English one', () => {
    const same = english.filter(({ at, entry }) => typeof entry === 'string' && entry === german.get(at));
    expect(same.filter(({ entry }) => String(entry).split(' ').length > 3).map(({ at }) => at)).toEqual([]);
  });
});

test('a code takes what its sentence takes out', () => {
  const differ = Object.entries(CODES).filter(([code, kinds]) => {
    const taken = takenBy(en.told[code as ToldCode] as Entry) ?? [];
    return String(Object.keys(kinds).sort()) !== String(taken);
  });
  expect(differ.map(([code]) => code)).toEqual([]);
});

/** Everything but the catalogue. Who uses a sentence names it. */
const sources = ['main', 'renderer', 'preload', 'shared', 'build']
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
  )
  .filter(
    (file) => /\.(ts|svelte|js)$/.test(file) && !/^shared\/words\/(en|de)\//.test(file.replaceAll('\\', '/')),
  )
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const named = new Set(sources.match(/[A-Za-z]\w*/g));

test('no sentence is there that nobody says', () => {
  const unused = english.filter(({ at }) => !named.has(at.split('.').at(-1) ?? ''));
  expect(unused.map(({ at }) => at)).toEqual([]);
});
