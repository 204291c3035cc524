import { describe, expect, it } from 'vitest';
import { backoff } from '../../../shared/lib/backoff.ts';
import { csvText } from '../../../shared/lib/csv-text.ts';
import { exactDuration, formatDuration } from '../../../shared/lib/duration-text.ts';
import { parseDuration } from '../../../shared/contract/parse-duration.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { visibleText } from '../../../shared/lib/visible-text.ts';

describe('text from people', () => {
  it.each([
    ['escape sequences', '\u001b[31mred', '␛[31mred'],
    ['bells and C1', 'a\u0007b\u009bc', 'a␇b⟨U+009B⟩c'],
    ['right-to-left overrides', 'gpj.\u202eexe', 'gpj.⟨U+202E⟩exe'],
    ['delete and newline', 'a\u007f\nb', 'a␡␊b'],
    ['marks without width', 'a\u200bb\ufeff', 'a⟨U+200B⟩b⟨U+FEFF⟩'],
    ['tags', 'a\u{e0041}', 'a⟨U+E0041⟩'],
    ['half of a pair', 'a\ud800b', 'a⟨U+D800⟩b'],
  ])('shows %s instead of doing them', (_what, text, shown) => expect(visibleText(text)).toBe(shown));

  it.each(['Grüße aus Köln', '👩‍💻 שלום', 'می‌خواهم', '<b>&amp;</b> $(rm -rf)'])('leaves %s as it is', (text) =>
    expect(visibleText(text)).toBe(text),
  );

  it('keeps lines where lines are wanted', () => expect(visibleText('a\r\nb\tc\r', 'keep')).toBe('a\nb\tc␍'));
});

describe('durations', () => {
  it.each([
    ['45m', 2_700_000],
    ['2h', 7_200_000],
    ['1h30m', 5_400_000],
    ['90s', 90_000],
    ['1d', 86_400_000],
    [' 2H ', 7_200_000],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toEqual({ ok: true, value: ms }));

  it.each(['', '0m', '-5m', '5', 'soon', '1.5h', '30m1h', '5m5m', '400d', '99999999999999h', '1h-30m'])(
    'answers %j with a sentence',
    (text) => {
      const parsed = parseDuration(text);
      expect(!parsed.ok && inEnglish(parsed.error)).toMatch(/\.$/);
    },
  );

  it.each([
    [0, '0s'],
    [999, '0s'],
    [59_000, '59s'],
    [5_400_000, '1h 30m'],
    [86_700_000, '1d'],
    [-5, '0s'],
  ])('writes %d as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    ['1d5m', '1d 5m'],
    ['2h30m45s', '2h 30m 45s'],
    ['90s', '1m 30s'],
    ['1h', '1h'],
  ])('leaves nothing of %s out where it is agreed to', (written, text) => {
    const parsed = parseDuration(written);
    expect(parsed.ok && exactDuration(parsed.value)).toBe(text);
  });
});

describe('CSV', () => {
  it('keeps a spreadsheet from calculating', () => {
    expect(csvText([['=1+1', '+1', '-1', '@x', '\tx', ' =1', 'a-b']])).toBe(
      "'=1+1,'+1,'-1,'@x,'\tx,' =1,a-b\r\n",
    );
  });
  it('keeps one from calculating that begins a cell at a semicolon, a tab or a line', () => {
    expect(csvText([["x;=cmd|'/C calc'!A0;y", 'a\t=1+1', 'b\n@x', 'c; +1', 'well; said']])).toBe(
      "x;'=cmd|'/C calc'!A0;y,a\t'=1+1,\"b\n'@x\",c; '+1,well; said\r\n",
    );
  });
  it('quotes commas, quotes and lines', () => {
    expect(csvText([['a,b', 'say "x"', 'l1\nl2']])).toBe('"a,b","say ""x""","l1\nl2"\r\n');
  });
});

describe('backoff', () => {
  it('doubles to a limit, with jitter', () => {
    expect([0, 1, 2, 99].map((attempt) => backoff(attempt, 0))).toEqual([250, 500, 1_000, 15_000]);
    expect(backoff(99, 0.999)).toBeLessThanOrEqual(30_000);
  });
});
