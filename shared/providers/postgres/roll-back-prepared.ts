import pg from 'pg';
import { withConnection } from './connect.ts';
import type { Settings } from './settings.ts';

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/**
 * Rolls back what the role has prepared for a commit in two phases. Such a transaction keeps its locks without a session,
 * and anybody who logs in as the role could still commit it. Only its owner may, so we become the role for that one
 * statement, in the database where it was prepared. How many there were.
 */
export async function rollBackPrepared(client: pg.Client, { config, role }: Settings): Promise<number> {
  const { rows } = await client.query<{ gid: string; database: string }>(
    `SELECT gid, database FROM pg_catalog.pg_prepared_xacts WHERE owner = $1::pg_catalog.name`,
    [role],
  );
  for (const database of new Set(rows.map((row) => row.database))) {
    const gids = rows.flatMap((row) => (row.database === database ? [row.gid] : []));
    const rollBack = async (there: pg.Client) => {
      await there.query(`SET ROLE ${name(role)}`);
      try {
        for (const gid of gids) await there.query(`ROLLBACK PREPARED ${literal(gid)}`);
      } finally {
        await there.query('RESET ROLE');
      }
    };
    await (database === config.database ? rollBack(client) : withConnection(config, database, rollBack));
  }
  return rows.length;
}

/** How many transactions the role has prepared. */
export async function countPrepared(client: pg.Client, role: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT pg_catalog.count(*)::pg_catalog.int4 AS count
       FROM pg_catalog.pg_prepared_xacts WHERE owner = $1::pg_catalog.name`,
    [role],
  );
  return rows[0]?.count ?? 0;
}
