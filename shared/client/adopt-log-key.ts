import { checkpointOutput, proofOutput, rotationsOutput } from '../contract/api-schemas.ts';
import type { LogItem } from '../contract/api.ts';
import { readRecord } from '../formats/wire/read-record.ts';
import { openCheckpoint, type Checkpoint } from '../log/checkpoint.ts';
import { isSignedBy, parseNote } from '../log/signed-note.ts';
import { verifyInclusion } from '../log/verify-inclusion.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { sha256, verify } from '../system/node-crypto.ts';
import { leafHashOf } from './append-items.ts';
import type { Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logIdentity, type PinnedLog } from './log-identity.ts';

type Source = Pick<Client['api']['log'], 'checkpoint' | 'inclusion' | 'rotations'>;

/**
 * The same identity with the key that its log has now, where an owner gave it another one; null where it has the one that is
 * pinned. The key that was pinned says so itself: it signed the log in which that stands, and the new one signed it, too. Whether
 * it was an owner who said it is checked by all who read the history, as every entry is. Throws where what is told does not fit,
 * and when the service cannot be asked.
 */
export async function adoptLogKey(source: Source, identity: Identity): Promise<Identity | null> {
  const { items } = rotationsOutput.parse(await source.rotations.query());
  const { note } = checkpointOutput.parse(await source.checkpoint.query());
  const log = logIdentity(identity);
  const head = openCheckpoint(note, log.key, verify);
  if (!head.ok) throw new Error(head.error.sentence);
  const { origin, key, earlier = [] } = identity.log;
  /** The latest first. */
  let keys: readonly [string, ...string[]] = [key, ...earlier];
  for (const item of items) {
    const said = rotationIn(item);
    if (said?.follows !== keys[0]) continue;
    if (!(await isInLog(source, { log, head: head.value, item }))) throw new Error(NOT_IN_LOG);
    keys = [said.logKey, ...keys];
  }
  if (keys[0] === key) return null;
  const [latest, ...before] = keys;
  const parsed = parseNote(note);
  const found = parseVerifierKey(sha256, latest);
  const isItsOwn = found.ok && found.value.name === origin;
  if (!parsed.ok || !isItsOwn || !isSignedBy(parsed.value, found.value, verify)) throw new Error(NOT_BY_IT);
  return { ...identity, log: { origin, key: latest, earlier: before } };
}

function rotationIn({
  seq,
  text,
  said,
}: LogItem): { readonly logKey: string; readonly follows: string } | null {
  if (text === null) return null;
  const read = readRecord(sha256, { text, said });
  const record = read.kind === 'known' ? read.value : null;
  return record?.seq === seq && record.entry.type === 'logKeyRotated' && record.signed ? record.entry : null;
}

async function isInLog(
  source: Pick<Source, 'inclusion'>,
  { log, head, item }: { readonly log: PinnedLog; readonly head: Checkpoint; readonly item: LogItem },
): Promise<boolean> {
  const { seq: index } = item;
  const { size, rootHash } = head;
  if (index >= size) return false;
  const { hashes } = proofOutput.parse(await source.inclusion.query({ seq: index, size }));
  const proof = hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
  return verifyInclusion(sha256, { index, size, leafHash: leafHashOf(log, item), proof, rootHash }).ok;
}

const NOT_IN_LOG = 'The service says that the log got another key, and its log does not say so.';
const NOT_BY_IT = 'The service says that the log got another key, and does not sign by it.';
