import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import {
  type CompactRange,
  type CompactRangeJson,
  appendLeaf,
  emptyRange,
  rangeFromJson,
  rangeToJson,
  rootOf,
} from './compact-range.ts';
import { EMPTY_ROOT, HASH_LENGTH, type Sha256, sameBytes } from './hashes.ts';
import { type Ed25519Verify, type VerifierKey, toBase64 } from './keys.ts';
import { KEPT_CHARACTERS, type LogAlarm, type LogAlarmKind } from './log-alarm.ts';
import { verifyConsistency } from './proofs.ts';
import { type Result, err, ok } from './result.ts';

/*
 * The client's rule: a new signed head is believed only when the log that it stands for begins with everything that was
 * believed before. Whoever keeps to it, and keeps what it returns, cannot be shown a rewritten past unnoticed.
 * Heads must be applied in the order in which they were made: an old one that arrives late is refused as `shrunk`.
 */

/** What was verified last. Before anything was: `nothingTrusted()`. */
export interface TrustedHead {
  /** The signed note that vouches for it; null while nothing was verified. */
  readonly note: string | null;
  readonly size: number;
  readonly rootHash: Uint8Array;
}

/** A trusted head of a client that follows the entries themselves. */
export interface TrustedLog extends TrustedHead {
  readonly range: CompactRange;
}

/** What the rule needs to know of the log, and how to hash and verify. */
export interface LogIdentity {
  readonly key: VerifierKey;
  /** Those that it had before. What was kept while one of them was the key is still good. */
  readonly earlier?: readonly VerifierKey[];
  readonly sha256: Sha256;
  readonly verify: Ed25519Verify;
}

export const nothingTrusted = (): TrustedLog => ({
  note: null,
  size: 0,
  rootHash: EMPTY_ROOT,
  range: emptyRange(),
});

/** The rule for who gets all entries: `leafHashes` are those between `trusted.size` and the size of the new head. */
export function advanceByLeaves(
  log: LogIdentity,
  trusted: TrustedLog,
  offered: { readonly note: string; readonly leafHashes: readonly Uint8Array[] },
): Result<TrustedLog, LogAlarm> {
  const { note, leafHashes } = offered;
  if (leafHashes.some(({ length }) => length !== HASH_LENGTH)) {
    return alarmFor(
      trusted,
      note,
      leafHashes,
    )('rootMismatch', {
      sentence: 'The log delivered a hash that is not 32 bytes long.',
      told: { code: 'logBadHash', params: {} },
    });
  }
  const range = leafHashes.reduce((sofar, leaf) => appendLeaf(log.sha256, sofar, leaf), trusted.range);
  return advanceByRange(log, trusted, { note, range, leafHashes });
}

/**
 * The same for who gets the entries in portions: `range` is `trusted.range` with the leaf hashes of all portions appended
 * (`appendLeaf`), in their order. Nothing of the portions is to be believed before this says so.
 */
export function advanceByRange(
  log: LogIdentity,
  trusted: TrustedLog,
  offered: {
    readonly note: string;
    readonly range: CompactRange;
    readonly leafHashes?: readonly Uint8Array[];
  },
): Result<TrustedLog, LogAlarm> {
  const { note, range } = offered;
  const alarm = alarmFor(trusted, note, offered.leafHashes ?? []);
  const opened = openCheckpoint(note, log.key, log.verify);
  if (!opened.ok) return alarm(opened.error.kind, opened.error);
  const head = opened.value;
  const conflict = conflictOf(trusted, head);
  if (conflict !== null) return alarm(conflict.kind, conflict, { head });
  const rootHash = rootOf(log.sha256, range);
  if (range.size !== head.size) {
    const sentence = `The log signed ${head.size} entries and delivered ${range.size}.`;
    const params = { signed: head.size, delivered: range.size };
    return alarm(
      'rootMismatch',
      { sentence, told: { code: 'logDelivered', params } },
      { head, computedRoot: rootHash },
    );
  }
  if (!sameBytes(rootHash, head.rootHash)) {
    const sentence = `The log's ${head.size} entries as delivered are not those that it signed.`;
    const params = { size: head.size };
    return alarm(
      'rootMismatch',
      { sentence, told: { code: 'logOtherEntries', params } },
      { head, computedRoot: rootHash },
    );
  }
  return ok({ note, size: head.size, rootHash, range });
}

/**
 * Whether `range`, which begins with what is trusted, is the beginning of the log that `note` stands for: portions can be
 * checked one by one, before all of them are there. Believed is a log only as a whole (`advanceByRange`).
 */
export function checkPrefix(
  log: LogIdentity,
  trusted: TrustedLog,
  offered: { readonly note: string; readonly range: CompactRange; readonly proof: readonly Uint8Array[] },
): Result<'prefix', LogAlarm> {
  const { note, range, proof } = offered;
  const alarm = alarmFor(trusted, note, proof);
  const opened = openCheckpoint(note, log.key, log.verify);
  if (!opened.ok) return alarm(opened.error.kind, opened.error);
  const head = opened.value;
  const rootHash = rootOf(log.sha256, range);
  const consistent = verifyConsistency(log.sha256, { from: { size: range.size, rootHash }, to: head, proof });
  if (consistent.ok) return ok('prefix');
  const sentence = `The first ${range.size} entries as delivered are not those of the ${head.size} that the log signed.`;
  const params = { size: range.size, of: head.size };
  return alarm(
    'rootMismatch',
    { sentence, told: { code: 'logOtherBeginning', params } },
    { head, computedRoot: rootHash },
  );
}

/** The rule for who keeps only heads: `proof` shows that the new one extends the trusted one (RFC 9162 §2.1.4). */
export function advanceByProof(
  log: LogIdentity,
  trusted: TrustedHead,
  offered: { readonly note: string; readonly proof: readonly Uint8Array[] },
): Result<TrustedHead, LogAlarm> {
  const alarm = alarmFor(trusted, offered.note, offered.proof);
  const opened = openCheckpoint(offered.note, log.key, log.verify);
  if (!opened.ok) return alarm(opened.error.kind, opened.error);
  const head = opened.value;
  const conflict = conflictOf(trusted, head);
  if (conflict !== null) return alarm(conflict.kind, conflict, { head });
  const consistent = verifyConsistency(log.sha256, { from: trusted, to: head, proof: offered.proof });
  if (!consistent.ok)
    return alarm(
      'fork',
      { sentence: consistent.error, told: { code: 'logNotExtended', params: { why: consistent.error } } },
      { head },
    );
  return ok({ note: offered.note, size: head.size, rootHash: head.rootHash });
}

/** What the two heads alone already show. */
function conflictOf(
  trusted: TrustedHead,
  head: Checkpoint,
): Pick<LogAlarm, 'kind' | 'sentence' | 'told'> | null {
  if (head.size < trusted.size) {
    return {
      kind: 'shrunk',
      sentence: `The log had ${trusted.size} entries and now says that it has ${head.size}.`,
      told: { code: 'logShrank', params: { from: trusted.size, to: head.size } },
    };
  }
  if (head.size === trusted.size && !sameBytes(head.rootHash, trusted.rootHash)) {
    return {
      kind: 'fork',
      sentence: `The log has signed two different histories of ${head.size} entries.`,
      told: { code: 'logForked', params: { size: head.size } },
    };
  }
  return null;
}

/** As `KEPT_CHARACTERS`. */
const KEPT_HASHES = 100;

function alarmFor(trusted: TrustedHead, offeredNote: string, delivered: readonly Uint8Array[]) {
  return (
    kind: LogAlarmKind,
    { sentence, told }: Pick<LogAlarm, 'sentence' | 'told'>,
    found: { head?: Checkpoint; computedRoot?: Uint8Array } = {},
  ): { readonly ok: false; readonly error: LogAlarm } =>
    err({
      kind,
      sentence,
      told,
      evidence: {
        trustedNote: trusted.note,
        trustedSize: trusted.size,
        trustedRoot: toBase64(trusted.rootHash),
        offeredNote: offeredNote.slice(0, KEPT_CHARACTERS),
        offeredSize: found.head?.size ?? null,
        offeredRoot: found.head ? toBase64(found.head.rootHash) : null,
        computedRoot: found.computedRoot ? toBase64(found.computedRoot) : null,
        delivered: delivered.slice(0, KEPT_HASHES).map((hash) => toBase64(hash.subarray(0, HASH_LENGTH))),
      },
    });
}

/** What a client keeps of a trusted log: the rest follows from it. */
export interface TrustedLogJson {
  readonly note: string | null;
  readonly range: CompactRangeJson;
}

export const trustedLogToJson = ({ note, range }: TrustedLog): TrustedLogJson => ({
  note,
  range: rangeToJson(range),
});

/**
 * The trusted log that was kept, if it is what the log signed, or a sentence: then the store is damaged or was changed, and
 * the client builds it anew from the entries. Takes anything.
 */
export function restoreTrustedLog(log: LogIdentity, json: unknown): Result<TrustedLog, string> {
  if (typeof json !== 'object' || json === null) return err('What was kept of the log is not readable.');
  const { note, range: rangeJson } = json as Record<string, unknown>;
  const range = rangeFromJson(rangeJson);
  if (!range.ok) return range;
  if (note === null && range.value.size === 0) return ok(nothingTrusted());
  if (typeof note !== 'string') return err('What was kept of the log lacks the signed head.');
  let head = openCheckpoint(note, log.key, log.verify);
  for (const key of log.earlier ?? []) if (!head.ok) head = openCheckpoint(note, key, log.verify);
  if (!head.ok) return err(head.error.sentence);
  const { size, rootHash } = head.value;
  if (size !== range.value.size || !sameBytes(rootHash, rootOf(log.sha256, range.value))) {
    return err('What was kept of the log does not fit the head that the log signed.');
  }
  return ok({ note, size, rootHash, range: range.value });
}
