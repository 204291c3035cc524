import type { LogItem } from '../contract/api.ts';
import { checkpointOutput, entriesOutput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Result } from '../lib/result.ts';
import { openCheckpoint } from '../log/checkpoint.ts';
import type { LogAlarm } from '../log/log-alarm.ts';
import { advanceByRange, type LogIdentity, type TrustedLog } from '../log/log-watch.ts';
import { appendItems } from './append-items.ts';
import type { Client } from './create-client.ts';

export interface CatchUpOptions {
  readonly log: LogIdentity;
  readonly source: Pick<Client['api']['log'], 'checkpoint' | 'entries'>;
  readonly trusted: TrustedLog;
  /** Gets the new entries in order, in pages. Not to be believed before `catchUp` has answered with a trusted log. */
  readonly take: (items: readonly LogItem[]) => void | Promise<void>;
}

/**
 * Fetches what the log has beyond `trusted` and checks that the signed head stands for exactly that. Answers with the new
 * trusted log, to be kept, or with an alarm, whose evidence is to be kept instead. Throws when the service fails or is away.
 */
export async function catchUp(options: CatchUpOptions): Promise<Result<TrustedLog, LogAlarm>> {
  const { log, source, trusted, take } = options;
  const { note } = checkpointOutput.parse(await source.checkpoint.query());
  const head = openCheckpoint(note, log.key, log.verify);
  let range = trusted.range;
  while (head.ok && range.size < head.value.size) {
    const limit = Math.min(LIMITS.pageSize, head.value.size - range.size);
    const page = entriesOutput.parse(await source.entries.query({ from: range.size, limit }));
    const items = page.items.slice(0, limit);
    // Too few: what was delivered does not add up to the head, which is an alarm below.
    if (items.length === 0) break;
    if (items.some(({ seq }, index) => seq !== range.size + index))
      throw new Error('The service sent entries of the log out of order.');
    range = appendItems(log, range, items);
    await take(items);
  }
  return advanceByRange(log, trusted, { note, range });
}
