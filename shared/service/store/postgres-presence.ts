import pg from 'pg';
import { sha256 } from '../../system/node-crypto.ts';
import { told, type Told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** Names what services and those who need a database without them ask each other with: an advisory lock of the database. */
const LOCK = 0x6c61_7463;

/** SQLSTATE of a lock that was waited for in vain, by the time of this session or of the server for any statement. */
const NOT_IN_TIME = ['55P03', '57014'];

interface Asks {
  query<Row extends pg.QueryResultRow>(statement: string): Promise<pg.QueryResult<Row>>;
}

/** Whether no service is there, none of which starts then for as long as this connection lasts. */
export async function takeAlone(client: Asks): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS "taken"`);
  return rows[0]?.taken === true;
}

/** Whether somebody has the database alone. */
export async function isTakenAlone(client: Asks): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>(
    `SELECT pg_try_advisory_xact_lock_shared(${LOCK}) AS "free"`,
  );
  return rows[0]?.free !== true;
}

/**
 * Holds what each service holds, for as long as this connection lasts. Waits for whoever has the database alone, and throws a
 * sentence where that takes too long.
 */
export async function bePresent(client: Pick<pg.Client, 'query'>): Promise<void> {
  await inTime(client.query(`SELECT pg_advisory_lock_shared(${LOCK})`), told('databaseTakenAlone'));
}

/** Whether this connection has the name of a service to itself, for as long as it lasts. */
export async function tryName(client: Pick<pg.Client, 'query'>, name: string): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1::bigint) AS "taken"',
    [keyOf(name)],
  );
  return rows[0]?.taken === true;
}

/** A session of the server's, as it tells it from all others that it ever had. */
export interface ServerSession {
  readonly pid: number;
  readonly startedAt: string;
}

export async function sessionOf(client: Pick<pg.Client, 'query'>): Promise<ServerSession | null> {
  const { rows } = await client.query<ServerSession>(
    `SELECT "pid", "backend_start"::text AS "startedAt" FROM pg_stat_activity WHERE "pid" = pg_backend_pid()`,
  );
  return rows[0] ?? null;
}

/** Ends a session of this service, of whose end only this side knows, and waits a moment for what it held to be free. */
export async function endSession(
  client: Pick<pg.Client, 'query'>,
  { pid, startedAt }: ServerSession,
): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend("pid", 2000) FROM pg_stat_activity
      WHERE "pid" = $1 AND "backend_start"::text = $2 AND "pid" <> pg_backend_pid()`,
    [pid, startedAt],
  );
}

async function inTime(locking: Promise<unknown>, late: Told): Promise<void> {
  try {
    await locking;
  } catch (fault) {
    const isLate = fault instanceof pg.DatabaseError && NOT_IN_TIME.includes(fault.code ?? '');
    throw isLate ? new ToldError(late, { cause: fault }) : fault;
  }
}

/** Eight bytes that no two names have in common, as far as anybody will see. */
const keyOf = (name: string): string =>
  String(Buffer.from(sha256(new TextEncoder().encode(`latchkey service ${name}`))).readBigInt64BE());
