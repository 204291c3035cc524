import { callService } from './call-service.ts';
import type { LogItem } from '../../shared/contract/api.ts';
import { streamOutput } from '../../shared/contract/api-schemas.ts';
import { LIMITS } from '../../shared/contract/limits.ts';
import { leafHash } from '../../shared/log/leaf-hash.ts';
import type { LogIdentity } from '../../shared/log/log-watch.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { ServiceApi } from './link.ts';

/**
 * Who came to see a request after it was made has only hashes of its first entries. Their texts are fetched; what does not
 * have the hash that was verified is not taken in. A request that the service does not give is left as it is until its next
 * entry. Throws when the service is away.
 */
export async function fillInHistory(
  log: Pick<LogIdentity, 'sha256'>,
  history: Pick<HistoryStore, 'torn' | 'fillIn'>,
  api: ServiceApi,
): Promise<void> {
  for (let torn = await history.torn(); torn.length > 0; torn = await history.torn())
    for (const requestId of torn) await history.fillIn(requestId, await readStream(log, api, requestId));
}

async function readStream(
  log: Pick<LogIdentity, 'sha256'>,
  api: ServiceApi,
  requestId: string,
): Promise<readonly LogItem[]> {
  const found: LogItem[] = [];
  for (let after: number | null = null; ;) {
    const outcome = await callService(() => api.log.stream.query({ requestId, after }));
    if (outcome.kind === 'refused') return found;
    if (outcome.kind !== 'answered') throw new Error(outcome.message);
    const { items } = streamOutput.parse(outcome.value);
    found.push(...items.filter((item) => hasItsHash(log, item)));
    const last = items.at(-1);
    if (!last || items.length < LIMITS.pageSize || last.seq <= (after ?? -1)) return found;
    after = last.seq;
  }
}

const hasItsHash = ({ sha256 }: Pick<LogIdentity, 'sha256'>, { text, leafHash: said }: LogItem): boolean =>
  text !== null && Buffer.from(leafHash(sha256, new TextEncoder().encode(text))).toString('hex') === said;
