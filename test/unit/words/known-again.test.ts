import { describe, expect, test } from 'vitest';
import { GRANTS } from '../../../shared/words/codes/grants.ts';
import { CODES, type ToldCode } from '../../../shared/words/codes/codes.ts';
import { RUNS } from '../../../shared/words/codes/runs.ts';
import type { Kind } from '../../../shared/words/kinds.ts';
import { knownAgain } from '../../../shared/words/known-again.ts';
import { asWritten, told, type Told, type ToldValue } from '../../../shared/words/told.ts';
import { inEnglish, wordsIn } from '../../../shared/words/words.ts';

const sampleOf = (kind: Kind, name: string): ToldValue => {
  if (kind === 'told') return asWritten(`some ${name} (of it)`);
  if (kind === 'count') return 7.5;
  return kind === 'ms' ? 5_400_000 : `/${name}/with $1 and ./dots`;
};

const samples = [...Object.keys(RUNS), ...Object.keys(GRANTS)].map((code): Told => {
  const kinds: Readonly<Record<string, Kind>> = CODES[code as ToldCode];
  const params = Object.entries(kinds).map(([name, kind]) => [name, sampleOf(kind, name)]);
  return { code: code as ToldCode, params: Object.fromEntries(params) };
});

describe('what a runner says in English', () => {
  test.each(samples.map((each) => [each.code, each] as const))('is known again: %s', (_code, said) => {
    expect(knownAgain(inEnglish(said))).toEqual(said);
    const german = wordsIn('de');
    expect(german.ofRunner(inEnglish(said))).toBe(german.tell(said));
    expect(wordsIn('en').ofRunner(inEnglish(said))).toBe(inEnglish(said));
  });

  test('with what is told within it', () => {
    const said = told('scriptWithoutAnswer', { how: told('endedBy', { signal: 'SIGKILL' }) });
    expect(wordsIn('de').ofRunner(inEnglish(said))).toBe(
      'Das Skript wurde durch SIGKILL beendet und gab keine Antwort.',
    );
  });
});

test.each([
  'permission denied for database payments',
  'The script took longer than ever s and was ended.',
  'He said: The script was stopped before it had finished.',
  'The script was stopped before it had finished.\nAnd more.',
  '',
])('what a script says stays as it is: %j', (said) => {
  expect(knownAgain(said)).toBeNull();
  expect(wordsIn('de').ofRunner(said)).toBe(said);
});

test('what is told as data needs no looking', () => {
  const said = told('foundThere');
  expect(wordsIn('de').ofRunner(said)).toBe(wordsIn('de').tell(said));
});
