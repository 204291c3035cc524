import pg from 'pg';
import { durationMs, SECOND_MS } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { SERVICE_IS_HERE } from './postgres-presence.ts';
import { connectionConfig, type DatabaseOptions } from './postgres-connection.ts';

/** After a connection was lost. Meanwhile the log is looked at now and then. */
const AGAIN_AFTER_MS = durationMs(SECOND_MS);
/** So often a connection that has nothing to say is asked whether it is there. */
const ASKED_EVERY_MS = durationMs(10 * SECOND_MS);

/** Calls `wake` when a service says that it has written, on a connection of its own that is made again when it is lost. */
export function watchPostgres(
  options: DatabaseOptions,
  { clock, logger, wake }: { readonly clock: Clock; readonly logger: Logger; readonly wake: () => void },
): () => void {
  const end = new AbortController();
  const listen = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await listenOnce(options, { clock, wake }, end.signal).catch((fault: unknown) =>
        logger.warn({ error: String(fault) }, 'the database is not heard; trying again'),
      );
      await clock.sleep(AGAIN_AFTER_MS, end.signal);
    }
  };
  void listen();
  return () => end.abort();
}

/** Nothing to hear and a connection that went silent look the same: it is asked. Rejects when it does not answer. */
async function askNowAndThen(client: pg.Client, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(ASKED_EVERY_MS, signal);
    await client.query('SELECT 1');
  }
}

/** Until the connection is lost, or does not answer, or `signal` aborts. */
async function listenOnce(
  options: DatabaseOptions,
  { clock, wake }: { readonly clock: Clock; readonly wake: () => void },
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client(connectionConfig(options));
  const done = new AbortController();
  const over = new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('end', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true, signal: done.signal });
  });
  // Where it is lost before anybody waits for it.
  over.catch(() => undefined);
  client.on('notification', wake);
  try {
    await client.connect();
    await client.query('LISTEN latchkey_log');
    // A server that lost this service without a word finds out soon, and lets go of what it holds here.
    await client.query(
      'SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3',
    );
    await client.query(SERVICE_IS_HERE);
    // What came before it listened.
    wake();
    await Promise.race([over, askNowAndThen(client, clock, signal)]);
  } finally {
    done.abort();
    await client.end().catch(() => undefined);
  }
}
