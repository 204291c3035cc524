import { describe, expect, it } from 'vitest';
import {
  addSignature,
  formatNote,
  isSignedBy,
  parseNote,
  signNoteText,
} from '../../../shared/log/signed-note.ts';
import { formatVerifierKey, parseVerifierKey, verifierKey } from '../../../shared/log/keys.ts';
import { generateSigningKey, publicKeyOf, sha256, sign, verify } from '../../../shared/system/node-crypto.ts';

/** The example of the documentation of golang.org/x/mod/sumdb/note. */
const KEY_TEXT = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const SEED = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1);
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE =
  'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
const NOTE = `${TEXT}\n— PeterNeumann ${SIGNATURE}\n`;

function keyOf(text: string) {
  const key = parseVerifierKey(sha256, text);
  if (!key.ok) throw new Error(key.error);
  return key.value;
}

function noteOf(text: string) {
  const note = parseNote(text);
  if (!note.ok) throw new Error(note.error);
  return note.value;
}

describe('a signed note', () => {
  it('is made byte for byte as the Go reference makes it', () => {
    const signature = signNoteText(TEXT, keyOf(KEY_TEXT), (message) => sign(SEED, message));
    expect(formatNote({ text: TEXT, signatures: [signature] })).toBe(NOTE);
  });

  it('of the Go reference is read and verified', () => {
    expect(noteOf(NOTE).text).toBe(TEXT);
    expect(isSignedBy(noteOf(NOTE), keyOf(KEY_TEXT), verify)).toBe(true);
  });

  it('with the example key of the C2SP specification is read and verified', () => {
    const key = keyOf('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
    const note =
      'This is an example message.\n\n' +
      '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
    expect(isSignedBy(noteOf(note), key, verify)).toBe(true);
  });

  it('is not verified by a key that did not sign it, of another name or of the same', () => {
    const { publicKey } = generateSigningKey();
    expect(isSignedBy(noteOf(NOTE), verifierKey(sha256, 'someone.example', publicKey), verify)).toBe(false);
    expect(isSignedBy(noteOf(NOTE), verifierKey(sha256, 'PeterNeumann', publicKey), verify)).toBe(false);
  });

  it('keeps the signatures of several witnesses, each once, and those of strangers do no harm', () => {
    const { seed } = generateSigningKey();
    const witness = verifierKey(sha256, 'witness.example/one', publicKeyOf(seed));
    const cosigned = signNoteText(TEXT, witness, (message) => sign(seed, message));
    const stranger = { name: 'stranger.example', keyId: '00000000', signature: Uint8Array.of(1, 2, 3) };
    const note = addSignature(addSignature(addSignature(noteOf(NOTE), cosigned), cosigned), stranger);
    expect(note.signatures).toHaveLength(3);
    const read = noteOf(formatNote(note));
    expect(isSignedBy(read, witness, verify)).toBe(true);
    expect(isSignedBy(read, keyOf(KEY_TEXT), verify)).toBe(true);
  });

  it('is not verified when one of two signatures by the same key does not fit', () => {
    const note = noteOf(NOTE);
    const spoiled = note.signatures.map((own) => ({
      ...own,
      signature: own.signature.map((byte) => byte ^ 1),
    }));
    const both = { ...note, signatures: [...note.signatures, ...spoiled] };
    expect(isSignedBy(both, keyOf(KEY_TEXT), verify)).toBe(false);
  });

  it('may have empty lines in its text', () => {
    const text = 'one\n\ntwo\n';
    const signature = signNoteText(text, keyOf(KEY_TEXT), (message) => sign(SEED, message));
    expect(noteOf(formatNote({ text, signatures: [signature] })).text).toBe(text);
  });

  it.each([
    ['nothing at all', ''],
    ['no signatures', 'text\n'],
    ['an empty line and no signatures', 'text\n\n'],
    ['no text', `\n— PeterNeumann ${SIGNATURE}\n`],
    ['no newline at the end', NOTE.slice(0, -1)],
    ['no empty line', NOTE.replace('\n\n', '\n')],
    ['a hyphen for the dash', NOTE.replace('—', '-')],
    ['two spaces', NOTE.replace('— ', '—  ')],
    ['a plus sign in the name', NOTE.replace('— Peter', '— Peter+')],
    ['a line break of another system', NOTE.replaceAll('\n', '\r\n')],
    ['a control character', NOTE.replace('If', '\u0007If')],
    ['half a surrogate pair', NOTE.replace('If', '\ud800If')],
    ['base64 with bits that belong to no byte', NOTE.replace('nAM=', 'nAN=')],
    ['base64 without padding', NOTE.replace('nAM=', 'nAM')],
    ['base64 of the web', NOTE.replace('go/Z', 'go_Z')],
    ['a signature that is only a key id', `${TEXT}\n— PeterNeumann x08gow==\n`],
    ['101 signatures', `${TEXT}\n${`— PeterNeumann ${SIGNATURE}\n`.repeat(101)}`],
    ['more than a million characters', `${'x'.repeat(1_000_001)}${NOTE}`],
  ])('is refused with %s', (_what, note) => {
    const parsed = parseNote(note);
    expect(parsed).toEqual({ ok: false, error: expect.stringMatching(/^[A-Z].*\.$/) });
  });

  it('is not made from text that a reader would refuse', () => {
    for (const text of ['no newline', 'bell\u0007\n', '']) {
      expect(() => signNoteText(text, keyOf(KEY_TEXT), () => new Uint8Array(64))).toThrow();
    }
  });
});

describe('a log key', () => {
  it('has the key id and the text of the Go reference', () => {
    const key = verifierKey(sha256, 'PeterNeumann', publicKeyOf(SEED));
    expect(formatVerifierKey(key)).toBe(KEY_TEXT);
    expect(keyOf(KEY_TEXT)).toEqual(key);
  });

  it.each([
    ['nothing', ''],
    ['another name', KEY_TEXT.replace('Peter', 'Petra')],
    ['another key id', KEY_TEXT.replace('c74f20a3', 'c74f20a4')],
    ['a key id in capitals', KEY_TEXT.replace('c74f20a3', 'C74F20A3')],
    ['another type of key', KEY_TEXT.replace('+ARpc', '+BRpc')],
    ['another key', KEY_TEXT.replace('+ARpc', '+ARpd')],
    ['a key that is too short', KEY_TEXT.slice(0, -4)],
    ['a space in its name', KEY_TEXT.replace('Peter', 'Peter ')],
    ['a private key', 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'],
  ])('is refused with %s', (_what, text) => {
    expect(parseVerifierKey(sha256, text).ok).toBe(false);
  });

  it('is not made from a bad name or key', () => {
    const { publicKey } = generateSigningKey();
    expect(() => verifierKey(sha256, 'a+b', publicKey)).toThrow();
    expect(() => verifierKey(sha256, '', publicKey)).toThrow();
    expect(() => verifierKey(sha256, 'a', publicKey.slice(1))).toThrow();
  });
});
