import type { LogItem } from '../contract/api.ts';
import { checkpointOutput, entriesOutput, proofOutput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { openCheckpoint } from '../log/checkpoint.ts';
import type { CompactRange } from '../log/compact-range.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import { advanceByRange, checkPrefix, type LogIdentity, type TrustedLog } from '../log/log-watch.ts';
import { appendItems } from './append-items.ts';
import type { Client } from './create-client.ts';
import type { LogProgress, LogRoom, NoRoom } from './log-room.ts';

export interface CatchUpOptions {
  readonly log: LogIdentity;
  readonly source: Pick<Client['api']['log'], 'checkpoint' | 'entries' | 'consistency'>;
  readonly trusted: TrustedLog;
  readonly room: LogRoom;
  /**
   * Gets the new entries in order, in pages, each proven to be in the signed log. To be shown, and kept for good, only when
   * `catchUp` has answered with a trusted log; otherwise they are to be deleted.
   */
  readonly take: (items: readonly LogItem[], progress: LogProgress) => void | Promise<void>;
}

/** Why the log was not taken in: it is not what was signed, or there is no room for it. */
export type CatchUpFault =
  { readonly kind: 'alarm'; readonly alarm: LogAlarm } | { readonly kind: 'noRoom'; readonly noRoom: NoRoom };

/**
 * Fetches what the log has beyond `trusted` and checks that the signed head stands for exactly that. Answers with the new
 * trusted log, to be kept, or with an alarm, whose evidence is to be kept instead. Throws when the service fails or is away.
 *
 * 1. Never are more entries taken than the head says, which the pinned key signed.
 * 2. A page is taken only when it is proven to be where the signed log has it; one page is held in memory at a time.
 * 3. Before the first page and before each, the disk has room for it and a reserve.
 */
export async function catchUp(options: CatchUpOptions): Promise<Result<TrustedLog, CatchUpFault>> {
  const { log, source, trusted, room, take } = options;
  const { note } = checkpointOutput.parse(await source.checkpoint.query());
  const head = openCheckpoint(note, log.key, log.verify);
  const size = head.ok ? head.value.size : 0;
  let range = trusted.range;
  if (range.size < size) {
    const noRoom = await room.check([], { fetched: range.size, size });
    if (noRoom) return err({ kind: 'noRoom', noRoom });
  }
  while (range.size < size) {
    const items = await readPage(source, range.size, Math.min(LIMITS.pageSize, size - range.size));
    // Too few: what was delivered does not add up to the head, which is an alarm below.
    if (items.length === 0) break;
    const next = appendItems(log, range, items);
    const proven = await prove({ log, source, trusted }, note, next, size);
    if (!proven.ok) return err({ kind: 'alarm', alarm: proven.error });
    const noRoom = await room.check(items, { fetched: range.size, size });
    if (noRoom) return err({ kind: 'noRoom', noRoom });
    range = next;
    await take(items, { fetched: range.size, size });
  }
  const advanced = advanceByRange(log, trusted, { note, range });
  return advanced.ok ? advanced : err({ kind: 'alarm', alarm: advanced.error });
}

async function readPage(
  source: CatchUpOptions['source'],
  from: number,
  limit: number,
): Promise<readonly LogItem[]> {
  const page = entriesOutput.parse(await source.entries.query({ from, limit }));
  const items = page.items.slice(0, limit);
  if (items.some(({ seq }, index) => seq !== from + index))
    throw new Error('The service sent entries of the log out of order.');
  return items;
}

/** Whether the log of the signed head begins with `range`. */
async function prove(
  { log, source, trusted }: Pick<CatchUpOptions, 'log' | 'source' | 'trusted'>,
  note: string,
  range: CompactRange,
  size: number,
): Promise<Result<unknown, LogAlarm>> {
  // The whole of it: the root says so, below, without a proof.
  if (range.size === size) return advanceByRange(log, trusted, { note, range });
  const { hashes } = proofOutput.parse(await source.consistency.query({ from: range.size, to: size }));
  const proof = hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
  const checked = checkPrefix(log, trusted, { note, range, proof });
  return checked.ok ? ok(null) : checked;
}
