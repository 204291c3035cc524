import { readRecord } from '../formats/wire/read-record.ts';
import { sha256 } from '../system/node-crypto.ts';
import type { Identity } from './identity.ts';
import type { KeptLog } from './log-files.ts';

/** So many keys of before are kept: what was kept while one of them was the key can be opened again. */
const MOST_EARLIER = 50;

/**
 * The same identity with the key that its log has now; null where it has that one, or the log says nothing of the one that it has.
 * `keys`: those that the log has had, the latest first, as entries say that were found to be signed by an owner: nothing less
 * replaces a key that was pinned.
 */
export function withLatestKey(identity: Identity, keys: readonly string[]): Identity | null {
  const { origin, key, earlier = [] } = identity.log;
  const [latest] = keys;
  const at = keys.indexOf(key);
  if (latest === undefined || at < 1) return null;
  const before = [...keys.slice(1, at + 1), ...earlier].slice(0, MOST_EARLIER);
  return { ...identity, log: { origin, key: latest, earlier: before } };
}

/** The keys that a log has had, the latest first. `kept`: of which each entry was found to be what somebody signed. */
export async function logKeysIn(kept: Pick<KeptLog, 'entries'>): Promise<readonly string[]> {
  let keys: readonly string[] = [];
  for await (const { text, said } of kept.entries()) {
    // Few entries are of them, and each is read whole.
    if (text === null || !MAY_SAY.test(text)) continue;
    const read = readRecord(sha256, { text, said: [...said] });
    if (read.kind !== 'known') continue;
    const { entry } = read.value;
    if (entry.type === 'organisationCreated') keys = [entry.logKey];
    else if (entry.type === 'logKeyRotated') keys = [entry.logKey, ...keys];
  }
  return keys;
}

const MAY_SAY = /"type":"(?:organisationCreated|logKeyRotated)"/;
