import { describe, expect, test } from 'vitest';
import { asWritten, isTold, told } from '../../../shared/words/told.ts';
import { wordsIn } from '../../../shared/words/words.ts';

describe('what comes from outside is told', () => {
  test.each([
    ['a code that takes nothing', told('noSuchGrant')],
    ['with what it takes', told('durationMissing', { mostMs: 3_600_000 })],
    ['within another', told('filesChanged', { why: told('wantsMore', { step: 'Owners', need: 2 }) })],
    ['words of somebody', asWritten('No <b>way</b>.')],
  ])('%s', (_, value) => expect(isTold(JSON.parse(JSON.stringify(value)))).toBe(true));

  const deep = (depth: number): object =>
    depth === 0 ? told('tooManyNow') : { code: 'filesChanged', params: { why: deep(depth - 1) } };
  test.each<[string, unknown]>([
    ['nothing', null],
    ['a sentence', 'No.'],
    ['a code of a newer version', { code: 'moonPhase', params: {} }],
    ['a code that every object has', { code: 'constructor', params: {} }],
    ['no parameters', { code: 'noSuchGrant' }],
    ['a parameter too few', { code: 'durationMissing', params: {} }],
    ['a parameter too many', { code: 'noSuchGrant', params: { x: 1 } }],
    ['a number where a name belongs', { code: 'nobodyAnswers', params: { url: 7 } }],
    ['no number', { code: 'durationMissing', params: { mostMs: NaN } }],
    ['an endless number', { code: 'durationMissing', params: { mostMs: 1e300 } }],
    ['less than nothing', { code: 'moreMistakes', params: { count: -1 } }],
    ['a part of one', { code: 'moreMistakes', params: { count: 0.5 } }],
    ['a word that is none of those', { code: 'requestStands', params: { status: 'lost' } }],
    ['a parameter of its prototype', { code: 'nobodyAnswers', params: Object.create({ url: 'x' }) }],
    ['something within that is not told', { code: 'filesChanged', params: { why: { code: 'moonPhase' } } }],
    ['a text without end', asWritten('x'.repeat(100_000))],
    [
      'a list without end',
      { code: 'durationTooLong', params: { wantedMs: 1, mostMs: 1, titles: Array(9_999).fill('x') } },
    ],
    ['too much within each other', deep(50)],
  ])('but not %s', (_, value) => expect(isTold(value)).toBe(false));
});

test('a sentence is made in the reader’s language', () => {
  const limit = told('durationTooLong', { wantedMs: 86_400_000, titles: ['A', 'B'], mostMs: 5_400_000 });
  expect(wordsIn('en').tell(limit)).toBe('1d is too long for A and B. Ask for at most 1h 30m.');
  expect(wordsIn('de').tell(limit)).toBe(
    'A und B gibt es nicht für 1 Tag. Fragen Sie für höchstens 1 h 30 min an.',
  );
});

test('words that are not ours stay as they are', () => {
  expect(wordsIn('de').spoken('Ask Ana.')).toBe('Ask Ana.');
  expect(wordsIn('de').tell(asWritten('Ask Ana.'))).toBe('Ask Ana.');
});

test.each(['en', 'de'] as const)('in %s others are counted, however many, and never made', (language) => {
  const more = Number.MAX_SAFE_INTEGER;
  const { tell } = wordsIn(language);
  for (const need of [1, 2])
    expect(tell(told('answeredBy', { need, names: ['Ana'], more }))).toContain('991');
});

test.each(['en', 'de'] as const)('in %s a kind that every object has stands as it is', (language) => {
  const { tell } = wordsIn(language);
  for (const kind of ['constructor', '__proto__']) {
    expect(tell(told('isMissingKind', { wanted: kind }))).toContain(kind);
    expect(tell(told('isNotKind', { wanted: kind, found: kind }))).not.toContain('object');
  }
});
