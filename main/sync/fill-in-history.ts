import { isBound } from '../../shared/lib/said.ts';
import { readStream } from '../../shared/client/read-stream.ts';
import type { LogItem } from '../../shared/contract/api-types.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import type { PinnedLog } from '../../shared/client/log-identity.ts';
import type { LogIdentity } from '../../shared/log/log-watch.ts';
import type { WrongEntry } from '../store/check-signed.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { ServiceApi } from './link.ts';

/**
 * Who came to see a request after it was made has only hashes of its first entries. Their texts are fetched; what does not
 * have the hash that was verified, or comes with a text that it is not bound to, is not taken in. A request that the service does not give is left as it is until its next
 * entry. An entry that is not to be believed is answered; null: there is none. Throws when the service is away.
 */
export async function fillInHistory(
  log: Pick<PinnedLog, 'sha256' | 'key' | 'founding'>,
  history: Pick<HistoryStore, 'torn' | 'fillIn'>,
  api: ServiceApi,
): Promise<WrongEntry | null> {
  const part = { log: log.key.name, founding: log.founding ?? null };
  for (let torn = await history.torn(); torn.length > 0; torn = await history.torn())
    for (const requestId of torn) {
      const items = await readStream(api.log, requestId);
      const fitting = items.filter((item) => hasItsHash(log, item) && isBound(log.sha256, item));
      const wrong = await history.fillIn(requestId, fitting, part);
      if (wrong) return wrong;
    }
  return null;
}

const hasItsHash = ({ sha256 }: Pick<LogIdentity, 'sha256'>, { text, leafHash: said }: LogItem): boolean =>
  text !== null && Buffer.from(leafHash(sha256, new TextEncoder().encode(text))).toString('hex') === said;
