import { checkpointOutput } from '../contract/api-schemas.ts';
import { RefusalError } from '../contract/refusal-error.ts';
import { refuse } from '../domain/refusal.ts';
import { NOTHING_SEEN, type Seen } from '../domain/statements/statement.ts';
import { hexOf } from '../lib/hex-of.ts';
import { openCheckpoint } from '../log/checkpoint.ts';
import type { TrustedHead } from '../log/log-watch.ts';
import type { Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logIdentity } from './log-identity.ts';

/**
 * The last head of the log that was verified here: what is kept, or else the one that the service shows now, by the key that was
 * pinned. Asked for once where nothing is kept. Who doubts the log, since it raised an alarm, has seen nothing of it.
 */
export function lastSeen(
  identity: Pick<Identity, 'log'>,
  {
    kept,
    api,
  }: {
    /** Null: nothing is. */
    readonly kept: () => Promise<TrustedHead | 'doubted' | null>;
    readonly api: () => Pick<Client['api'], 'log'>;
  },
): () => Promise<Seen> {
  let shown: Promise<Seen> | null = null;
  return async () => {
    const head = await kept();
    if (head === 'doubted') return NOTHING_SEEN;
    if (head && head.size > 0) return { size: head.size, root: hexOf(head.rootHash) };
    shown ??= shownBy(api(), identity).catch((fault: unknown) => {
      shown = null;
      throw fault;
    });
    return shown;
  };
}

async function shownBy({ log }: Pick<Client['api'], 'log'>, identity: Pick<Identity, 'log'>): Promise<Seen> {
  const { note } = checkpointOutput.parse(await log.checkpoint.query());
  const { key, verify } = logIdentity(identity);
  const opened = openCheckpoint(note, key, verify);
  if (!opened.ok) throw new RefusalError(OTHER_KEY);
  return { size: opened.value.size, root: hexOf(opened.value.rootHash) };
}

const OTHER_KEY = refuse('badSignature', 'otherHistoryShown');
