import { isBound } from '../lib/said.ts';
import type { LogItem } from '../contract/api-types.ts';
import { checkpointOutput, entriesOutput, proofOutput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import { err, type Result } from '../lib/result.ts';
import { openCheckpoint } from '../log/checkpoint.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import { advanceByRange, checkPrefix, type LogIdentity, type TrustedLog } from '../log/log-watch.ts';
import { told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
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

/** What was delivered cannot be an entry of the log. It proves nothing of the log, and is of no use; what it was is told. */
export class UnfitEntries extends ToldError {}

/** Why the log was not taken in: it is not what was signed, or there is no room for it. */
export type CatchUpFault =
  { readonly kind: 'alarm'; readonly alarm: LogAlarm } | { readonly kind: 'noRoom'; readonly noRoom: NoRoom };

/**
 * Fetches what the log has beyond `trusted` and checks that the signed head stands for exactly that. Answers with the new
 * trusted log, to be kept, or with an alarm, whose evidence is to be kept instead. Throws when the service fails or is away.
 *
 * 1. Never are more entries taken than the head says, which the pinned key signed.
 * 2. A page is taken only when it is proven to be where the signed log has it, and only then the next one is fetched: one
 *    page is held in memory while it is written, and one that comes.
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
  /** A page, with the proof for it as it is when it is full: two answers for one wait. */
  const fetch = (from: number) => {
    const limit = Math.min(LIMITS.pageSize, size - from);
    const proof = from + limit < size ? proofOf(source, from + limit, size) : null;
    // Told to whoever waits for them; until then their failure is nobody's.
    proof?.catch(() => undefined);
    const page = readPage(options, from, limit);
    page.catch(() => undefined);
    return { page, proof, full: from + limit };
  };
  let coming = range.size < size ? fetch(range.size) : null;
  let taken = Promise.resolve();
  try {
    while (coming) {
      const items = await coming.page;
      // Too few: what was delivered does not add up to the head, which is an alarm below.
      if (items.length === 0) break;
      const next = appendItems(log, range, items);
      // The whole of it is proven by the root alone, below.
      if (next.size < size) {
        const proof = await (next.size === coming.full && coming.proof
          ? coming.proof
          : proofOf(source, next.size, size));
        const checked = checkPrefix(log, trusted, { note, range: next, proof });
        if (!checked.ok) return err({ kind: 'alarm', alarm: checked.error });
      } else {
        const whole = advanceByRange(log, trusted, { note, range: next });
        if (!whole.ok) return err({ kind: 'alarm', alarm: whole.error });
      }
      // Written until here, while this page came and was proven.
      await taken;
      const noRoom = await room.check(items, { fetched: range.size, size });
      if (noRoom) return err({ kind: 'noRoom', noRoom });
      range = next;
      coming = range.size < size ? fetch(range.size) : null;
      taken = Promise.resolve(take(items, { fetched: range.size, size }));
      // Told to the next who waits for it.
      taken.catch(() => undefined);
    }
    await taken;
  } finally {
    // Whoever is told of an alarm deletes what was taken: by then nothing is written any more.
    await taken.catch(() => undefined);
  }
  const advanced = advanceByRange(log, trusted, { note, range });
  return advanced.ok ? advanced : err({ kind: 'alarm', alarm: advanced.error });
}

async function readPage(
  { source, log: { sha256 } }: Pick<CatchUpOptions, 'source' | 'log'>,
  from: number,
  limit: number,
): Promise<readonly LogItem[]> {
  const page = entriesOutput.parse(await source.entries.query({ from, limit }));
  const items = page.items.slice(0, limit);
  if (items.some(({ seq }, index) => seq !== from + index)) throw new UnfitEntries(told('entriesOutOfOrder'));
  // A database would keep the text up to there, and then not verify: canonical JSON has none.
  if (items.some(({ text }) => text?.includes('\0'))) throw new UnfitEntries(told('entryWithNul'));
  // Nothing was signed but what binds a text: one that is not bound is of nobody, and whoever sent it is no evidence of it.
  if (items.some((item) => !isBound(sha256, item))) throw new UnfitEntries(told('textNotSaid'));
  return items;
}

/** That the log of `to` entries begins with its first `from`. */
async function proofOf(
  source: CatchUpOptions['source'],
  from: number,
  to: number,
): Promise<readonly Uint8Array[]> {
  const { hashes } = proofOutput.parse(await source.consistency.query({ from, to }));
  return hashes.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
}
