import pg from 'pg';
import { withConnection } from './connect.ts';
import { endSessions, terminateSessions } from './end-sessions.ts';
import { findRole, notOurs, oursSql, type FoundRole } from './find-role.ts';
import { rollBackPrepared } from './roll-back-prepared.ts';
import type { Settings } from './settings.ts';
import { takeMemberships, takeRights } from './take-rights.ts';

const { escapeIdentifier: name } = pg;

/** Whoever holds the role's row is ended and asked again, this often, before a second connection is needed. */
const TRIES_ALONE = 3;

/** How long a try waits for the role's row: what holds it is ended right after. */
const ROW_TIMEOUT_MS = 300;

export interface ShutOut extends FoundRole {
  readonly sessionsEnded: number;
  readonly preparedRolledBack: number;
}

/**
 * No new sessions, no memberships, no old sessions, and no transaction that goes on without one. Null: there is no such role.
 *
 * Invariant: the end needs nothing that the holder can use up. NOLOGIN and the end of the sessions are the first message
 * of the first connection; only a holder who locks their own row again and again makes a second connection necessary,
 * and by then their sessions were ended.
 */
export async function shutOut(client: pg.Client, settings: Settings): Promise<ShutOut | null> {
  const { role } = settings;
  const pids = new Set<number>();
  let isShut = await tryToShut(client, role, pids);
  const found = await findRole(client, role);
  if (!found) return null;
  if (!found.ours) throw notOurs(role);
  await takeRights(client, role);
  let preparedRolledBack = 0;
  for (let attempt = 0; !isShut && attempt < TRIES_ALONE; attempt += 1) {
    await terminateSessions(client, found.oid, pids);
    preparedRolledBack += await rollBackPrepared(client, settings);
    isShut = await tryToShut(client, role, pids);
  }
  try {
    if (!isShut) await shutWithHelp(client, settings, { oid: found.oid, pids });
  } finally {
    // Before anything else that can fail: what stays behind then can do nothing.
    await takeMemberships(client, role);
  }
  await endSessions(client, found.oid, pids);
  preparedRolledBack += await rollBackPrepared(client, settings);
  return { ...found, sessionsEnded: pids.size, preparedRolledBack };
}

/** One message: the role may not log in, and its sessions are told to end. Whether nobody stood in the way. */
async function tryToShut(client: pg.Client, role: string, pids: Set<number>): Promise<boolean> {
  const ours = oursSql(role);
  const end = `SELECT pid, pg_catalog.pg_terminate_backend(pid, 0::pg_catalog.int8)
                 FROM pg_catalog.pg_stat_activity WHERE usesysid IN (${ours})`;
  const shut = `BEGIN; SET LOCAL lock_timeout = ${ROW_TIMEOUT_MS};
    SELECT 1 OPERATOR(pg_catalog./) pg_catalog.count(*) AS "not 1 / 0: it is ours" FROM (${ours}) AS ours;
    ALTER ROLE ${name(role)} NOLOGIN PASSWORD NULL CONNECTION LIMIT 0; COMMIT; ${end}`;
  try {
    // Several statements in one message have one result each; the types know only of one.
    const results = (await client.query<{ pid: number }>(shut)) as unknown as pg.QueryResult<{
      pid: number;
    }>[];
    for (const { pid } of results.at(-1)?.rows ?? []) pids.add(pid);
    return true;
  } catch {
    // No such role, not ours, no rights yet, or somebody holds its row: what follows finds out. A broken connection is
    // broken here too.
    await client.query('ROLLBACK');
    return false;
  }
}

/**
 * A holder may change their own password; while that is not committed it locks the role against NOLOGIN. So a second
 * connection ends sessions for as long as the first one waits: it is first in the queue, ahead of whoever logs in anew.
 */
async function shutWithHelp(
  client: pg.Client,
  { config, role }: Settings,
  { oid, pids }: { readonly oid: number; readonly pids: Set<number> },
): Promise<void> {
  await withConnection(config, config.database, async (second) => {
    let isShut = false;
    const shut = client
      .query(`ALTER ROLE ${name(role)} NOLOGIN PASSWORD NULL CONNECTION LIMIT 0`)
      .finally(() => (isShut = true));
    const ending = (async () => {
      do await terminateSessions(second, oid, pids);
      while (!isShut);
    })();
    await Promise.all([ending, shut]);
  });
}
