import pg from 'pg';
import { isLoopback } from '../../lib/is-loopback.ts';
import { durationMs, SECOND_MS, type DurationMs } from '../../lib/time.ts';

/** Where the database is. Without a password here, PGPASSFILE and PGPASSWORD are asked, as in every other client. */
export interface DatabaseOptions {
  readonly url: string;
  readonly password?: string | undefined;
  /** For tests: how long an answer may take, instead of `ANSWER_WITHIN_MS`. */
  readonly answerWithinMs?: DurationMs;
  /** For tests: how long a service waits at its start for its clock and its name, instead of `FIT_WITHIN_MS`. */
  readonly fitWithinMs?: DurationMs;
  /** For tests that move the clock by hand: it is not compared with that of the server. */
  readonly isTimeMovedByHand?: boolean;
}

/** A server that does not answer for so long is not there. */
const CONNECT_WITHIN_MS = durationMs(10 * SECOND_MS);
/** A service that stands still in the middle of a transaction holds up the others no longer than this. */
const IDLE_IN_TRANSACTION_MS = durationMs(10 * SECOND_MS);
/** Who waits longer for their turn to write is told that it failed. Longer than a service that stands still may hold it. */
const LOCK_WITHIN_MS = durationMs(15 * SECOND_MS);
/** A statement that is not answered for so long never will be: its connection is given up. Longer than any turn is waited for. */
export const ANSWER_WITHIN_MS = durationMs(20 * SECOND_MS);
/** A connection that nobody uses is asked for a sign of life after this, by the operating system. */
const ALIVE_AFTER_MS = durationMs(10 * SECOND_MS);

/** int8, which has whole numbers up to 2^53 here: places in the log, instants, counts. */
const INT8 = pg.types.builtins.INT8;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * What is beside a URL does not count for `pg`: all of it is in the URL, or nothing. To another machine it is TLS, with a
 * certificate that is verified, unless the URL says otherwise: what services keep goes that way.
 */
function wholeUrl(url: string, password: string | undefined): string {
  const whole = new URL(url);
  const { hostname, searchParams } = whole;
  // As a parameter: a URL without a host, of a socket, has no place for it.
  if (password !== undefined) searchParams.set('password', password);
  const isHere = hostname === '' || hostname.startsWith('%2F') || isLoopback(hostname);
  if (!isHere && !searchParams.has('sslmode') && !searchParams.has('ssl'))
    searchParams.set('sslmode', 'verify-full');
  return whole.href;
}

/** To be said first on every connection: by another level what others write at the same time would fail commands. */
export const SESSION = 'SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED';

/** How every connection of a service is made. */
export const connectionConfig = ({
  url,
  password,
  answerWithinMs = ANSWER_WITHIN_MS,
}: DatabaseOptions): pg.ClientConfig => ({
  connectionString: wholeUrl(url, password),
  application_name: 'latchkey',
  connectionTimeoutMillis: CONNECT_WITHIN_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  lock_timeout: LOCK_WITHIN_MS,
  query_timeout: answerWithinMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: ALIVE_AFTER_MS,
  types,
});

/** The same for what reads or changes whole tables, which may take its time. */
export const patientConfig = (options: DatabaseOptions): pg.ClientConfig => ({
  ...connectionConfig(options),
  ...{ application_name: 'latchkey-admin', idle_in_transaction_session_timeout: 0, query_timeout: 0 },
});
