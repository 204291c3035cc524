import { EMPTY_ROOT, HASH_LENGTH, sameBytes } from './hashes.ts';
import { type Ed25519Sign, type Ed25519Verify, type VerifierKey, fromBase64, toBase64 } from './keys.ts';
import type { LogAlarmReason } from './log-alarm.ts';
import { type Result, err, ok } from './result.ts';
import { formatNote, isSignedBy, parseNote, signNoteText } from './signed-note.ts';

/*
 * C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint): a signed note whose text is three lines or more, the log's
 * origin, its size in decimal, the base64 of its root, and extensions.
 */

/** What a log says of itself at one size. */
export interface Checkpoint {
  /** The log's name, unique among logs, and the name of the key that signs. */
  readonly origin: string;
  /** Entries. The format allows 2^64 - 1; beyond 2^53 - 1 a checkpoint is refused here. */
  readonly size: number;
  readonly rootHash: Uint8Array;
  /** Further lines, none empty, without meaning to this package. */
  readonly extensions: readonly string[];
}

export interface CheckpointRefusal {
  readonly kind: 'malformed' | 'wrongOrigin' | 'badSignature';
  readonly sentence: string;
  readonly told: LogAlarmReason;
}

/** The text that is signed. Throws when the parts do not make a checkpoint. */
export function formatCheckpoint({ origin, size, rootHash, extensions }: Checkpoint): string {
  const text = `${[origin, String(size), toBase64(rootHash), ...extensions].join('\n')}\n`;
  const parsed = parseCheckpoint(text);
  if (!parsed.ok || parsed.value.extensions.length !== extensions.length) {
    throw new Error(`not a checkpoint: ${parsed.ok ? 'an extension spans lines' : parsed.error}`);
  }
  return text;
}

/** The checkpoint that the text says, with nothing verified, or a sentence about what is wrong. Each checkpoint has one text only. */
export function parseCheckpoint(text: string): Result<Checkpoint, string> {
  const lines = text.split('\n');
  if (lines.pop() !== '') return err('A checkpoint ends with a newline.');
  const [origin = '', sizeText = '', rootText = '', ...extensions] = lines;
  if (origin === '') return err('The first line of a checkpoint names the log.');
  const size = /^(0|[1-9][0-9]{0,15})$/.test(sizeText) ? Number(sizeText) : NaN;
  if (!Number.isSafeInteger(size)) return err('The second line of a checkpoint is the number of entries.');
  const rootHash = fromBase64(rootText);
  if (rootHash?.length !== HASH_LENGTH)
    return err('The third line of a checkpoint is a hash of 32 bytes in base64.');
  if (extensions.includes('')) return err('A checkpoint has no empty lines.');
  if (size === 0 && !sameBytes(rootHash, EMPTY_ROOT))
    return err('A log without entries has the root of an empty tree.');
  return ok({ origin, size, rootHash, extensions });
}

/** The checkpoint as a note signed by the log's own key, which is named for the log's origin. */
export function signCheckpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Ed25519Sign): string {
  if (checkpoint.origin !== key.name) throw new Error('a checkpoint is signed by the key of its own log');
  const text = formatCheckpoint(checkpoint);
  return formatNote({ text, signatures: [signNoteText(text, key, sign)] });
}

/** The checkpoint in `note` if the log that `key` belongs to signed it. Takes any text. */
export function openCheckpoint(
  note: string,
  key: VerifierKey,
  verify: Ed25519Verify,
): Result<Checkpoint, CheckpointRefusal> {
  const parsed = parseNote(note);
  if (!parsed.ok) return err(malformed(parsed.error));
  const checkpoint = parseCheckpoint(parsed.value.text);
  if (!checkpoint.ok) return err(malformed(checkpoint.error));
  if (checkpoint.value.origin !== key.name) {
    return err({
      kind: 'wrongOrigin',
      sentence: 'The checkpoint is of another log than the one that is followed here.',
      told: { code: 'logHeadOfOther', params: {} },
    });
  }
  if (!isSignedBy(parsed.value, key, verify)) {
    return err({
      kind: 'badSignature',
      sentence: "The checkpoint does not carry a valid signature by the log's key.",
      told: { code: 'logHeadNotSigned', params: {} },
    });
  }
  return checkpoint;
}

const malformed = (why: string): CheckpointRefusal => ({
  kind: 'malformed',
  sentence: why,
  told: { code: 'logHeadMalformed', params: { why } },
});
