import pg from 'pg';
import { durationMs, SECOND_MS } from '../../lib/time.ts';

/** Where the database is. Without a password here, PGPASSFILE and PGPASSWORD are asked, as in every other client. */
export interface DatabaseOptions {
  readonly url: string;
  readonly password?: string | undefined;
}

/** A server that does not answer for so long is not there. */
const CONNECT_WITHIN_MS = durationMs(10 * SECOND_MS);
/** A service that stands still in the middle of a transaction holds up the others no longer than this. */
const IDLE_IN_TRANSACTION_MS = durationMs(10 * SECOND_MS);
/** Who waits longer for their turn to write is told that it failed. */
const LOCK_WITHIN_MS = durationMs(30 * SECOND_MS);

/** int8, which has whole numbers up to 2^53 here: places in the log, instants, counts. */
const INT8 = pg.types.builtins.INT8;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** What is beside a URL does not count for `pg`: all of it is in the URL, or nothing. */
function withPassword(url: string, password: string): string {
  const whole = new URL(url);
  whole.password = encodeURIComponent(password);
  return whole.href;
}

/** How every connection of a service is made. */
export const connectionConfig = ({ url, password }: DatabaseOptions): pg.ClientConfig => ({
  connectionString: password === undefined ? url : withPassword(url, password),
  application_name: 'latchkey',
  connectionTimeoutMillis: CONNECT_WITHIN_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  lock_timeout: LOCK_WITHIN_MS,
  keepAlive: true,
  types,
});
