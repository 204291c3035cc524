import { alarmOfEntry, type LogAlarm } from '../../shared/log/log-alarm.ts';
import type { PinnedLog } from '../../shared/client/log-identity.ts';
import type { TrustedHead } from '../../shared/log/log-watch.ts';
import type { HistoryStore } from '../store/history-store.ts';

/** So many entries are checked at a time: a search waits for no more than these, a quarter of a second. */
const CHECKED_AT_ONCE = 1_000;

/**
 * Checks, in the replica's thread, each entry of a log for who signed it, from where that was done before up to `head`. An alarm
 * is of the first that is not to be believed. `trusted`: what was believed until now. `goOn` is told how far it is while more
 * is to be done.
 */
export async function checkSignedEntries(
  log: PinnedLog,
  history: Pick<HistoryStore, 'checkSigned'>,
  {
    head,
    trusted,
    goOn,
  }: {
    readonly head: TrustedHead;
    readonly trusted: TrustedHead;
    readonly goOn: (done: number, of: number) => void;
  },
): Promise<LogAlarm | null> {
  const part = { ...partOf(log), size: head.size };
  for (;;) {
    const { checked, wrong } = await history.checkSigned(part, CHECKED_AT_ONCE);
    if (wrong) return alarmOfEntry(wrong, wrong, { trusted, head });
    if (checked >= head.size) return null;
    goOn(checked, head.size);
  }
}

/**
 * Does what it can of that while the entries are still being fetched: to be called after each page, with how many entries are there by
 * then, of a log that is proven to begin with them. What is not to be believed is left to `checkSignedEntries`, which knows the head.
 */
export function checkWhileFetching(
  log: PinnedLog,
  history: Pick<HistoryStore, 'checkSigned'>,
): (size: number) => Promise<void> {
  let isWrong = false;
  return async (size) => {
    if (isWrong) return;
    const { wrong } = await history.checkSigned({ ...partOf(log), size }, CHECKED_AT_ONCE);
    isWrong = wrong !== null;
  };
}

const partOf = ({ key, founding }: PinnedLog) => ({ log: key.name, founding: founding ?? null });
