import pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';
import { withConnection } from './connect.ts';
import { COMMENT_PREFIX } from './find-role.ts';
import { LOCK_NOT_AVAILABLE } from './say-what-is-left.ts';
import type { Settings } from './settings.ts';

/** How long others may hold the role's lock before they are looked at. */
const PATIENCE_MS = 1_000;

/**
 * Whoever holds a lock on the role: anybody may, by giving it a right in a transaction that is left open. Of these, the
 * sessions of other grants can be ended by us; `mine` are they.
 */
const HOLDERS = `
  FROM pg_catalog.pg_locks l
  LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
  LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid,
       LATERAL (SELECT coalesce(pg_catalog.starts_with(pg_catalog.shobj_description(r.oid, 'pg_authid'::pg_catalog.name), '${COMMENT_PREFIX}'::pg_catalog.text)
                  AND pg_catalog.pg_has_role(r.oid, 'USAGE'::pg_catalog.text), false)) AS of_grant(mine)
  WHERE l.locktype = 'object' AND l.database = 0::pg_catalog.oid AND l.granted
    AND l.classid = 'pg_catalog.pg_authid'::pg_catalog.regclass::pg_catalog.oid AND l.objid = $1::pg_catalog.int8::pg_catalog.oid`;

/**
 * Drops a role that is shut out and empty. Sessions of other grants that hold it are ended while the drop waits: it is first
 * in the queue, ahead of whoever comes anew. How many sessions that were.
 */
export async function dropRole(client: pg.Client, { config, role }: Settings, oid: number): Promise<number> {
  const drop = `DROP ROLE IF EXISTS ${pg.escapeIdentifier(role)}`;
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${PATIENCE_MS}; ${drop}; COMMIT`);
    return 0;
  } catch (error) {
    await client.query('ROLLBACK');
    if ((error as pg.DatabaseError).code !== LOCK_NOT_AVAILABLE) throw error;
  }
  return withConnection(config, config.database, async (second) => {
    const pids = new Set<number>();
    let isOver = false;
    const dropping = client.query(drop).finally(() => (isOver = true));
    const ending = (async () => {
      do await endHolders(second, oid, pids);
      while (!isOver);
    })();
    const [dropped] = await Promise.allSettled([dropping, ending]);
    if (dropped.status === 'fulfilled') return pids.size;
    if ((dropped.reason as pg.DatabaseError).code !== LOCK_NOT_AVAILABLE) throw dropped.reason;
    throw new ProviderFault(
      'transient',
      `The role can no longer log in and is a member of nothing; it is dropped when the transaction of ${await whoHolds(second, oid)} that gives it a right is over.`,
    );
  });
}

async function endHolders(client: pg.Client, oid: number, pids: Set<number>): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT l.pid, pg_catalog.pg_terminate_backend(l.pid, 1000::pg_catalog.int8) ${HOLDERS} AND of_grant.mine`,
    [oid],
  );
  for (const { pid } of rows) pids.add(pid);
  if (rows.length === 0) await client.query('SELECT pg_catalog.pg_sleep(0.05)');
}

async function whoHolds(client: pg.Client, oid: number): Promise<string> {
  const { rows } = await client.query<{ pid: number | null; user: string | null }>(
    `SELECT l.pid, r.rolname AS user ${HOLDERS} LIMIT 5`,
    [oid],
  );
  const names = rows.map(({ pid, user }) =>
    pid === null ? 'somebody who prepared it' : `${user ?? 'somebody'} (process ${pid})`,
  );
  return names.join(', ') || 'somebody';
}
