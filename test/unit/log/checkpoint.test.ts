import { describe, expect, it } from 'vitest';
import {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from '../../../shared/log/checkpoint.ts';
import { EMPTY_ROOT } from '../../../shared/log/hashes.ts';
import { formatNote, signNoteText } from '../../../shared/log/signed-note.ts';
import { verifierKey } from '../../../shared/log/keys.ts';
import { generateSigningKey, sha256, sign, verify } from '../../../shared/system/node-crypto.ts';

/** The example body of C2SP tlog-checkpoint. */
const BODY = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const { publicKey, seed } = generateSigningKey();
const key = verifierKey(sha256, 'latchkey.example/log', publicKey);
const signer = (message: Uint8Array) => sign(seed, message);
const checkpoint = { origin: key.name, size: 5, rootHash: sha256(Uint8Array.of(1)), extensions: [] };

describe('a checkpoint', () => {
  it('of the specification is read and written again', () => {
    const parsed = parseCheckpoint(BODY);
    if (!parsed.ok) throw new Error(parsed.error);
    expect(parsed.value.origin).toBe('example.com/behind-the-sofa');
    expect(parsed.value.size).toBe(20_852_163);
    expect(formatCheckpoint(parsed.value)).toBe(BODY);
  });

  it('keeps extension lines', () => {
    const parsed = parseCheckpoint(`${BODY}one\ntwo words\n`);
    expect(parsed).toMatchObject({ ok: true, value: { extensions: ['one', 'two words'] } });
  });

  it('opens with the key that signed it', () => {
    const note = signCheckpoint(checkpoint, key, signer);
    expect(openCheckpoint(note, key, verify)).toEqual({ ok: true, value: checkpoint });
  });

  it.each([
    ['no newline at the end', BODY.slice(0, -1)],
    ['an empty origin', BODY.replace('example.com/behind-the-sofa', '')],
    ['a leading zero', BODY.replace('20852163', '020852163')],
    ['a plus sign', BODY.replace('20852163', '+20852163')],
    ['a negative size', BODY.replace('20852163', '-1')],
    ['a size in hexadecimal', BODY.replace('20852163', '0x10')],
    ['a size with an exponent', BODY.replace('20852163', '1e3')],
    ['a fraction', BODY.replace('20852163', '1.0')],
    ['a size that a number cannot hold', BODY.replace('20852163', '9007199254740992')],
    ['a root of 31 bytes', BODY.replace(/Cs.*=/, Buffer.alloc(31).toString('base64'))],
    ['a root in hexadecimal', BODY.replace(/Cs.*=/, '0'.repeat(64))],
    ['an empty extension line', `${BODY}\nmore\n`],
    ['a root in an empty log', BODY.replace('20852163', '0')],
    ['only two lines', 'example.com\n1\n'],
    ['nothing', ''],
  ])('is refused with %s', (_what, text) => {
    expect(parseCheckpoint(text)).toEqual({ ok: false, error: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('of an empty log has the root of nothing', () => {
    const empty = { ...checkpoint, size: 0, rootHash: EMPTY_ROOT };
    expect(openCheckpoint(signCheckpoint(empty, key, signer), key, verify)).toEqual({
      ok: true,
      value: empty,
    });
  });

  it('is not made from parts that a reader would refuse', () => {
    for (const bad of [
      { size: -1 },
      { size: 1.5 },
      { origin: 'two\nlines' },
      { extensions: [''] },
      { extensions: ['a\nb'] },
    ]) {
      expect(() => formatCheckpoint({ ...checkpoint, ...bad })).toThrow();
    }
    expect(() => signCheckpoint({ ...checkpoint, origin: 'another.example' }, key, signer)).toThrow();
  });

  it('of another log does not open, though the right key signed it', () => {
    const text = formatCheckpoint({ ...checkpoint, origin: 'another.example/log' });
    const note = formatNote({ text, signatures: [signNoteText(text, key, signer)] });
    expect(openCheckpoint(note, key, verify)).toMatchObject({ ok: false, error: { kind: 'wrongOrigin' } });
  });

  it('signed by another key of the same name does not open', () => {
    const other = generateSigningKey();
    const note = signCheckpoint(checkpoint, verifierKey(sha256, key.name, other.publicKey), (message) =>
      sign(other.seed, message),
    );
    expect(openCheckpoint(note, key, verify)).toMatchObject({ ok: false, error: { kind: 'badSignature' } });
  });

  it('that is not even a note does not open', () => {
    expect(openCheckpoint('hello', key, verify)).toMatchObject({ ok: false, error: { kind: 'malformed' } });
  });
});
