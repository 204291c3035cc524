import { isBound } from '../../shared/lib/said.ts';
import { appendItems } from '../../shared/client/append-items.ts';
import type { LogItem } from '../../shared/contract/api-types.ts';
import { LIMITS } from '../../shared/contract/limits.ts';
import { MissingTexts, sayMissing } from '../../shared/formats/wire/missing-texts.ts';
import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { rootOf } from '../../shared/log/compact-range.ts';
import {
  nothingTrusted,
  type LogIdentity,
  type TrustedHead,
  restoreTrustedLog,
} from '../../shared/log/log-watch.ts';
import { sameBytes } from '../../shared/log/hashes.ts';
import type { HistoryStore } from '../store/history-store.ts';
import { reason } from '../store/reason.ts';
import { toldOf } from '../../shared/words/told.ts';

/**
 * Whether the entries kept here are still those that the log signed. Every text is hashed again, and what was said in it, of
 * which nothing may be missing but what was erased; then what people read of them is computed again, too, and put right where it
 * differs. `onAltered`: the entries are not, which is told before anything is written. `checkAll`: whether each entry of a log
 * that is whole is what somebody signed.
 */
export async function verifyReplica(
  log: LogIdentity,
  history: HistoryStore,
  {
    onAltered,
    checkAll,
  }: {
    readonly onAltered: () => void;
    readonly checkAll: (head: TrustedHead) => Promise<Refusal | null>;
  },
): Promise<Result<{ readonly size: number }, Refusal>> {
  const { trusted: text, believed } = await history.status();
  if (text === null || believed === 0) return ok({ size: 0 });
  const trusted = restoreTrustedLog(log, JSON.parse(text));
  if (!trusted.ok) {
    onAltered();
    return err(refuse('tampered', 'trustedUnfit', { why: toldOf(trusted.error) }));
  }
  let range = nothingTrusted().range;
  let areBound = true;
  const missing = new MissingTexts();
  for (let items: readonly LogItem[] = []; range.size < believed;) {
    // The log may grow meanwhile: what came after the head that is compared does not belong to it.
    items = await history.readEntries(range.size, Math.min(LIMITS.pageSize, believed - range.size));
    if (items.length === 0) break;
    areBound &&= items.every((item) => isBound(log.sha256, item));
    for (const item of items) missing.addLeaf(log.sha256, item);
    range = appendItems(log, range, items);
  }
  const fits =
    areBound &&
    range.size === trusted.value.size &&
    sameBytes(rootOf(log.sha256, range), trusted.value.rootHash);
  if (fits) {
    const notSigned = await checkAll(trusted.value);
    if (notSigned) return err(notSigned);
    const checked = await checkWhatIsRead(history);
    if (!checked.ok) return checked;
    const wrong = checked.value;
    const said = sayMissing(missing);
    if (wrong === 0)
      return said === null ? ok({ size: range.size }) : err({ code: 'tampered', told: toldOf(said) });
    return err(refuse('tampered', 'requestsPutRight', { count: wrong }));
  }
  onAltered();
  // From nothing, the replica is fetched again, and must continue what was verified before (log-sync.ts). Where that cannot be
  // written now, it is before the next fetch.
  await history.believe({ size: 0, trusted: 'null' }).catch(() => undefined);
  return err(refuse('tampered', 'entriesNotAsSigned'));
}

/** How many requests were not as the entries say. */
async function checkWhatIsRead(history: HistoryStore): Promise<Result<number, Refusal>> {
  let found = 0;
  try {
    for (let after: number | null = 0; after !== null;) {
      const { last, wrong } = await history.checkIndex(after, REQUESTS_AT_ONCE);
      found += wrong;
      after = last;
    }
  } catch (fault) {
    // Only what differs is written, so something may well differ.
    return err(refuse('notFound', 'requestsUnchecked', { why: reason(fault) }));
  }
  return ok(found);
}

/** So many requests are computed again at a time: a search waits for no more than these. */
const REQUESTS_AT_ONCE = 200;
