import { expect, test } from 'vitest';
import { newRecoveryWords, readRecoveryWords } from '../../../shared/system/key-words.ts';

const WORDS = newRecoveryWords();
const each = WORDS.split(' ');

test.each([
  ['as they are', WORDS],
  ['in capitals, on lines', each.join('\n').toUpperCase()],
  ['with the line that they were printed in', `Recovery key: ${WORDS}`],
  ['the same in German', `Wiederherstellungsschlüssel: ${WORDS}.`],
  ['numbered', each.map((word, index) => `${index + 1}. ${word}`).join(' ')],
  ['with commas, in quotes', `“${each.join(', ')}”`],
  ['with what nobody sees', each.join('\u200b \u00ad')],
])('the words of a recovery key are read %s', (_how, typed) => {
  expect(readRecoveryWords(typed)).toBe(WORDS);
});

test('other words are none', () => {
  expect(readRecoveryWords(each.slice(1).join(' '))).toBeNull();
  expect(readRecoveryWords(`${WORDS.replace(/\S+$/, '')}latchkey`)).toBeNull();
  expect(readRecoveryWords('')).toBeNull();
});
