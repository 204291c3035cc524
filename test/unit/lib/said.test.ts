import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { say } from '../../../shared/client/say.ts';
import { canonicalText } from '../../../shared/lib/canonical-json.ts';
import { commitmentOf, isBound, openSaid, plainSaid, SALT, sealSaid } from '../../../shared/lib/said.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { said } from '../../fakes/said.ts';

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
const bound = (text: string) => ({ sha256: commitmentOf(sha256, said(text)) });

describe('what binds a text', () => {
  test('is the SHA-256 of these bytes', () => {
    const { text, salt } = { text: 'Ünterwegs "😀"\n', salt: 'c2FsdCBmb3IgYWxsIHRlcw' };
    expect(commitmentOf(sha256, { text, salt })).toBe(
      hex(`{"purpose":"latchkey-said-v1","salt":"c2FsdCBmb3IgYWxsIHRlcw","text":"Ünterwegs \\"😀\\"\\n"}`),
    );
  });

  test('is another one for another text or salt, also where a character is only half there', () => {
    const made = [
      ...['', ' ', 'a', 'A', '\ud800', '\udfff', '\ufffd', 'é', 'e\u0301'].map(said),
      { ...said('a'), salt: 'A'.repeat(22) },
    ];
    expect(new Set(made.map((each) => commitmentOf(sha256, each))).size).toBe(made.length);
  });

  test('is what is left once the text was erased', () => {
    const { sha256: left } = bound('a');
    expect(commitmentOf(sha256, { sha256: left })).toBe(left);
  });

  test('has a salt of its own each time, of 16 bytes', () => {
    const [one, other] = [say('a'), say('a')];
    expect(one.salt).not.toBe(other.salt);
    for (const { salt } of [one, other, said('')]) {
      expect(salt).toMatch(SALT);
      expect(Buffer.from(salt, 'base64url')).toHaveLength(16);
    }
    // The same bytes, written in another way.
    expect('A'.repeat(21) + 'B').not.toMatch(SALT);
  });
});

describe('a sealed value', () => {
  const value = { a: 1, why: said('because'), list: [{ comment: said('') }, null, 'text'] };
  const { text: leaf, said: texts } = sealSaid(sha256, value);

  test('has none of the texts and salts in it, and each text once beside it', () => {
    const twice = sealSaid(sha256, { ...value, again: said('because') });
    expect(twice.text).toBe(
      canonicalText({
        ...{ a: 1, why: bound('because'), list: [{ comment: bound('') }, null, 'text'] },
        again: bound('because'),
      }),
    );
    expect(twice.said).toEqual([said('because'), said('')]);
  });

  test('is opened to what it was', () => {
    expect(openSaid(sha256, { text: leaf, said: texts.toReversed() })).toBe(canonicalText(value));
  });

  test('keeps what binds a text that was erased, and is sealed again to the same', () => {
    const opened = openSaid(sha256, { text: leaf, said: [said('because')] });
    expect(JSON.parse(opened)).toEqual({ ...value, list: [{ comment: bound('') }, null, 'text'] });
    expect(sealSaid(sha256, JSON.parse(opened))).toEqual({ text: leaf, said: [said('because')] });
  });

  test('takes no text in that it is not bound to', () => {
    expect(isBound(sha256, { text: leaf, said: texts })).toBe(true);
    for (const stray of [said('becausE'), { ...said('because'), salt: 'A'.repeat(22) }]) {
      const withStray = { text: leaf, said: [...texts, stray] };
      expect(isBound(sha256, withStray)).toBe(false);
      expect(openSaid(sha256, withStray)).toBe(canonicalText(value));
    }
    expect(isBound(sha256, { text: null, said: texts })).toBe(false);
    expect(isBound(sha256, { text: null, said: [] })).toBe(true);
  });

  test('leaves alone what only looks a little like a text', () => {
    const odd = [{ text: 'a' }, { text: 'a', salt: 'short' }, { ...said('a'), more: 1 }, { sha256: 'a' }];
    const quoted = [canonicalText(said('a')), { salt: canonicalText(said('a')), text: leaf, z: '\\' }];
    expect(sealSaid(sha256, [odd, quoted])).toEqual({ text: canonicalText([odd, quoted]), said: [] });
    const inText = { text: canonicalText([leaf]), said: texts };
    expect(openSaid(sha256, inText)).toBe(inText.text);
    expect(isBound(sha256, inText)).toBe(false);
  });

  test('is opened to the same bytes, whatever is in it', () => {
    const text = fc.record({
      text: fc.string({ unit: 'binary' }),
      salt: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((b) => Buffer.from(b).toString('base64url')),
    });
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        text,
        // Texts about texts.
        text.map((each) => ({
          ...each,
          text: canonicalText({ ...each, sealed: sealSaid(sha256, each).text }),
        })),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.string({ maxLength: 8 }), tie('node'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(node, (any) => {
        const sealed = sealSaid(sha256, any);
        expect(openSaid(sha256, sealed)).toBe(canonicalText(any));
        expect(isBound(sha256, sealed)).toBe(true);
        for (const { salt } of sealed.said) expect(sealed.text).not.toContain(`{"salt":"${salt}"`);
      }),
      { numRuns: 50 },
    );
  });
});

test('programs get texts as they are, and null for what was erased', () => {
  const value = { facts: { reason: said('because') }, reviews: [{ comment: bound('x'), step: 0 }], at: null };
  expect(plainSaid(value)).toEqual({
    ...{ facts: { reason: 'because' }, reviews: [{ comment: null, step: 0 }], at: null },
  });
});
