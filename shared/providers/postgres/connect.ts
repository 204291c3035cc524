import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { PostgresConfig } from './settings.ts';

/** Shorter than the manifest's timeouts, so that the answer says what it was instead of a killed script. */
const CONNECT_TIMEOUT_MS = 8_000;
const STATEMENT_TIMEOUT_MS = 20_000;

/** Somebody else's lock is waited for this long; then the runner tries again later. */
const LOCK_TIMEOUT_MS = 5_000;

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Runs `work` with a connection to `database`, and closes it however that ends. */
export async function withConnection<T>(
  config: PostgresConfig,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    host: config.host,
    port: config.port,
    user: config.user,
    password: config.password,
    database,
    ssl: tlsOptions(config),
    application_name: 'latchkey',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
  });
  // A connection that breaks while idle is noticed by the next query.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs `work` in one transaction: all of it, or nothing. */
export async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** What `tls` comes down to for this host. */
export function tlsMode(config: PostgresConfig): 'off' | 'require' | 'verify' {
  if (config.tls !== 'auto') return config.tls;
  return LOOPBACK.has(config.host) ? 'off' : 'verify';
}

function tlsOptions(config: PostgresConfig): pg.ClientConfig['ssl'] {
  const mode = tlsMode(config);
  if (mode === 'off') return false;
  const ca = config.caFile === undefined ? {} : { ca: readFileSync(config.caFile, 'utf8') };
  return { ...ca, rejectUnauthorized: mode === 'verify' };
}
