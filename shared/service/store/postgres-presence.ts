import type pg from 'pg';

/** Names what services and those who need a database without them ask each other with: an advisory lock of the database. */
const LOCK = 0x6c61_7463;

/** Held by each service for as long as its connection lasts. Waits for whoever has the database alone. */
export const SERVICE_IS_HERE = `SELECT pg_advisory_lock_shared(${LOCK})`;

export const TAKEN_ALONE =
  'latchkey fsck or latchkey restore is at work on the database. Start the service once that is done';

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
