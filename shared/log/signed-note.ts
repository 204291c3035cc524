import { hexOf, sameBytes } from './hashes.ts';
import {
  type Ed25519Sign,
  type Ed25519Verify,
  type VerifierKey,
  fromBase64,
  isKeyName,
  toBase64,
} from './keys.ts';
import { type Result, err, ok } from './result.ts';

/*
 * C2SP signed-note (https://c2sp.org/signed-note): text that ends with a newline, an empty line, then one line a signature,
 * `— name base64(key id || signature)`. The text may be anything; signatures by keys that nobody asked for are ignored.
 */

/** The longest note that is read, in characters: bounds what a hostile log makes a client do. */
const MAX_NOTE_LENGTH = 1_000_000;
/** The most signatures that are read. The specification asks for at least 16. */
const MAX_SIGNATURES = 100;
const KEY_ID_LENGTH = 4;

export interface NoteSignature {
  readonly name: string;
  /** Lower case hex, eight digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface SignedNote {
  /** Ends with a newline, which is signed too. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature over `text` by the owner of `key`. Throws when the text cannot be a note's. */
export function signNoteText(text: string, key: VerifierKey, sign: Ed25519Sign): NoteSignature {
  if (!isNoteText(text))
    throw new Error('the text of a note ends with a newline and has no other control character');
  return { name: key.name, keyId: key.keyId, signature: sign(new TextEncoder().encode(text)) };
}

/** The note as it is sent and kept. */
export function formatNote({ text, signatures }: SignedNote): string {
  const lines = signatures.map(({ name, keyId, signature }) => {
    return `— ${name} ${toBase64(Uint8Array.from([...fromHex(keyId), ...signature]))}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** The parts of a note, of which nothing is verified yet, or a sentence about what is wrong with it. */
export function parseNote(note: string): Result<SignedNote, string> {
  if (note.length > MAX_NOTE_LENGTH) return err('This signed note is longer than a million characters.');
  // The last empty line: the text may have some of its own.
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  if (split < 1 || !isNoteText(text))
    return err('This is not a signed note: text, an empty line, signatures.');
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0)
    return err('The last line of a signed note is a signature and a newline.');
  if (lines.length > MAX_SIGNATURES)
    return err(`This signed note has more than ${MAX_SIGNATURES} signatures.`);
  const signatures = lines.map(parseSignature);
  if (!signatures.every((signature) => signature !== null)) {
    return err('A signature of this note does not read: dash, name, base64.');
  }
  return ok({ text, signatures });
}

/** Whether the owner of `key` signed the note. Several signatures by one key must all fit. */
export function isSignedBy(note: SignedNote, key: VerifierKey, verify: Ed25519Verify): boolean {
  const own = note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  const message = new TextEncoder().encode(note.text);
  return own.length > 0 && own.every(({ signature }) => verify(key.publicKey, message, signature));
}

/** The note with a signature more, for example a witness's. One that it has already is not added again. */
export function addSignature(note: SignedNote, added: NoteSignature): SignedNote {
  const isThere = note.signatures.some(
    ({ name, keyId, signature }) =>
      name === added.name && keyId === added.keyId && sameBytes(signature, added.signature),
  );
  return isThere ? note : { ...note, signatures: [...note.signatures, added] };
}

function parseSignature(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...more] = line.split(' ');
  const bytes = fromBase64(encoded);
  if (dash !== '—' || !isKeyName(name) || more.length > 0) return null;
  if (bytes === null || bytes.length <= KEY_ID_LENGTH) return null;
  const keyId = hexOf(bytes.subarray(0, KEY_ID_LENGTH));
  return { name, keyId, signature: bytes.slice(KEY_ID_LENGTH) };
}

/** Ends with a newline, and holds neither another ASCII control character nor half a surrogate pair, which UTF-8 cannot say. */
function isNoteText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.endsWith('\n') && !/[\u0000-\u0009\u000b-\u001f\u007f]|\p{Surrogate}/u.test(text);
}

const fromHex = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
