import { err, ok, type Result } from '../lib/result.ts';
import { openCheckpoint } from './checkpoint.ts';
import { rangeFromJson, rangeToJson, type CompactRangeJson } from './compact-range-json.ts';
import { rootOf } from './compact-range.ts';
import { nothingTrusted, type LogIdentity, type TrustedLog } from './log-watch.ts';
import { sameBytes } from './same-bytes.ts';

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
