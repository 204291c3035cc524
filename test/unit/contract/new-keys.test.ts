import { describe, expect, test } from 'vitest';
import {
  newNameSchema,
  newSignatureSchema,
  reasonSchema,
  wholeText,
} from '../../../shared/contract/scalars.ts';
import { newSealingKeySchema } from '../../../shared/contract/sealing-key.ts';

const keyOf = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url');

describe('a key that credentials are to be sealed to', () => {
  test.each([
    ['zero', '00'.repeat(32)],
    ['one', `01${'00'.repeat(31)}`],
    ['of order eight', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
    ['of order eight, the other', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'],
    ['the prime itself', `ed${'ff'.repeat(30)}7f`],
    ['the prime with the bit that does not count', `ed${'ff'.repeat(31)}`],
  ])('is refused where it is of small order: %s', (_which, hex) => {
    expect(newSealingKeySchema.safeParse(keyOf(hex)).success).toBe(false);
  });

  test('is taken otherwise', () => {
    expect(newSealingKeySchema.safeParse(keyOf(`09${'00'.repeat(31)}`)).success).toBe(true);
  });
});

test('a signature that arrives is written in one way', () => {
  const texts = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map(
    (last) => 'A'.repeat(85) + last,
  );
  const taken = texts.filter((text) => newSignatureSchema.safeParse(text).success);
  expect(taken).toHaveLength(4);
  for (const text of taken) expect(Buffer.from(text, 'base64url').toString('base64url')).toBe(text);
});

test('half of a character is no text, wherever it stands', () => {
  for (const text of ['T-\udead', 'lone \ud800 here', '\udead\ud800'])
    expect(wholeText(reasonSchema).safeParse(text).success).toBe(false);
  expect(wholeText(reasonSchema).safeParse('a whole one: 🔑').success).toBe(true);
});

test.each([' ', '\u00a0', '\u2800', '\u200d', '\u034f', '\ufe0f', '\u{1d173}'])(
  'a name that shows nothing is none (%j)',
  (name) => {
    expect(newNameSchema().safeParse(name).success).toBe(false);
  },
);
