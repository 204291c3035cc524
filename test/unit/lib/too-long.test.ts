import { wordsIn } from '../../../shared/words/words.ts';
import { expect, test } from 'vitest';
import { tooLong } from '../../../shared/lib/too-long.ts';

test.each([
  ['', 5, null],
  ['12345', 5, null],
  ['123456', 5, '1 character too long: at most 5'],
  ['x'.repeat(3_200), 2_000, '1,200 characters too long: at most 2,000'],
])('what is too long is said with how much of it is, and never cut', (text, most, said) => {
  const found = tooLong(text, most);
  expect(found && wordsIn('en').requests.tooLong(found)).toBe(said);
});
