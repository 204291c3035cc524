import { readFileSync } from 'node:fs';
import pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { PostgresConfig } from './settings.ts';

/** Shorter than the manifest's timeouts, so that the answer says what it was instead of a killed script. */
const CONNECT_TIMEOUT_MS = 8_000;
const STATEMENT_TIMEOUT_MS = 20_000;

/** Somebody else's lock is waited for this long; then the runner tries again later. */
export const LOCK_TIMEOUT_MS = 5_000;

/**
 * Invariant: nothing that a holder can make or set is ever looked up by this connection. From the login on, names and
 * operators are found in pg_catalog alone, where only superusers can put anything; pg_temp is named so that it comes
 * last (unnamed, it comes first for tables and types). What a database or role has set (`ALTER DATABASE … SET`, which
 * its owner may) counts less than these; a transaction whose runner is gone ends by itself. All SQL of this provider also writes `pg_catalog.` before functions, tables and
 * types. Servers of every age know these settings, so that old ones can still be told apart by `check`.
 */
const PINNED = {
  search_path: 'pg_catalog,pg_temp',
  role: 'none',
  default_transaction_read_only: 'off',
  default_transaction_isolation: 'read\\ committed',
  default_transaction_deferrable: 'off',
  standard_conforming_strings: 'on',
  idle_in_transaction_session_timeout: '30000',
};

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** This computer: its loopback, or the folder of a socket. */
const isLocal = (host: string): boolean => LOOPBACK.has(host) || host.startsWith('/');

/** How many logins of this process, which lives for one call, a server has accepted. */
let connections = 0;

/** False while no server was ever told anything: nothing can be there because of this call. */
export const hasConnected = (): boolean => connections > 0;

/** Runs `work` with a connection to `database`, and closes it however that ends. */
export async function withConnection<T>(
  config: PostgresConfig,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const asks = { weakly: false };
  const client = new pg.Client({
    host: config.host,
    port: config.port,
    user: config.user,
    password: () => passwordFor(config, asks.weakly),
    database,
    ssl: tlsOptions(config),
    application_name: 'latchkey',
    options: Object.entries(PINNED)
      .map(([setting, value]) => `-c ${setting}=${value}`)
      .join(' '),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
  });
  // Heard before the driver answers: it asks for the password only then.
  for (const kind of ['authenticationCleartextPassword', 'authenticationMD5Password'])
    client.connection.on(kind, () => void (asks.weakly = true));
  // A connection that breaks while idle is noticed by the next query.
  client.on('error', () => undefined);
  await client.connect();
  connections += 1;
  try {
    // Again as the first statement, for whatever stands between us and the server and drops options.
    await client.query('SET search_path = pg_catalog, pg_temp');
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * The password, for a server that may have it. With SCRAM it never leaves this process. A server that asks for it in another
 * way could be anyone's who got in between, so it must be known, and `auth: any` must say that it is meant.
 */
function passwordFor(config: PostgresConfig, isAskedWeakly: boolean): string {
  if (!isAskedWeakly) return config.password;
  if (config.auth !== 'any')
    throw new ProviderFault(
      'permanent',
      'The server does not ask for the password with SCRAM. Set password_encryption = scram-sha-256 there, give the role ' +
        'its password anew and use scram-sha-256 in pg_hba.conf.',
    );
  if (tlsMode(config) !== 'verify' && !isLocal(config.host))
    throw new ProviderFault('permanent', 'Without SCRAM, auth: any needs tls: verify.');
  return config.password;
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
  return isLocal(config.host) ? 'off' : 'verify';
}

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ProviderFault('permanent', `The runner cannot read caFile: ${(error as Error).message}.`);
  }
}

function tlsOptions(config: PostgresConfig): pg.ClientConfig['ssl'] {
  const mode = tlsMode(config);
  if (mode === 'off') return false;
  const ca = config.caFile === undefined ? {} : { ca: readAuthority(config.caFile) };
  return { ...ca, rejectUnauthorized: mode === 'verify' };
}
