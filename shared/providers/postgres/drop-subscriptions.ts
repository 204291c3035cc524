import pg from 'pg';

const { escapeIdentifier: name } = pg;

/** An address where nobody answers, at once: the holder's own might keep the server waiting. */
const NOWHERE = 'host=127.0.0.1 port=1 dbname=nothing user=nobody password=nothing';

/**
 * Drops the role's subscriptions in this database: they have a process that writes with its rights, need no session, and
 * `DROP OWNED` leaves them. Their slot is at another server, which is not asked. How many there were.
 */
export async function dropSubscriptions(client: pg.Client, oid: number): Promise<number> {
  const { rows } = await client.query<{ subscription: string }>(
    `SELECT subname AS subscription FROM pg_catalog.pg_subscription
      WHERE subowner = $1::pg_catalog.int8::pg_catalog.oid
        AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())`,
    [oid],
  );
  for (const { subscription } of rows) {
    const alter = `ALTER SUBSCRIPTION ${name(subscription)}`;
    await client.query(`${alter} DISABLE`);
    await client.query(`${alter} SET (slot_name = NONE)`);
    await client.query(`${alter} CONNECTION ${pg.escapeLiteral(NOWHERE)}`);
    await client.query(`DROP SUBSCRIPTION ${name(subscription)}`);
  }
  return rows.length;
}
