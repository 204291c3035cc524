import pg from 'pg';
import type { ProviderCall } from '../../contract/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { clearDatabase } from './clear-database.ts';
import { withConnection } from './connect.ts';
import { endSessions } from './end-sessions.ts';
import { mustBeSameServer } from './find-role.ts';
import { grantLock } from './grant-lock.ts';
import { addHarmless, NOTHING_FOUND, type Harmless } from './make-harmless.ts';
import { readSettings, type Settings } from './settings.ts';
import { sayWhatIsLeft } from './say-what-is-left.ts';
import { shutOut } from './shut-out.ts';
import { takeMemberships } from './take-rights.ts';

const { escapeIdentifier: name } = pg;

/**
 * Takes the role away, in the order in which access shrinks soonest: no new sessions, no old sessions, nothing
 * prepared, no memberships, no objects, no role. Each step is done anew when a try broke off in the middle. Nothing that
 * the holder can lock is waited for before the holder's sessions are gone.
 */
export async function revokeRole(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const { config, role } = settings;
  return withConnection(config, config.database, async (client) => {
    const before = await shutOut(client, settings);
    // A grant that was killed may still be committing at the server: it holds this until it is through.
    await client.query('SELECT pg_catalog.pg_advisory_lock($1::pg_catalog.int8)', [grantLock(config, role)]);
    const found = await shutOut(client, settings);
    const pids = new Set<number>();
    const evidence = (wasThere: boolean) => ({
      role,
      wasThere,
      sessionsEnded: (before?.sessionsEnded ?? 0) + (found?.sessionsEnded ?? 0) + pids.size,
      preparedRolledBack: (before?.preparedRolledBack ?? 0) + (found?.preparedRolledBack ?? 0),
    });
    if (!found) {
      if (!before) await mustBeSameServer(client, settings);
      // The role may be gone while a session that slipped in goes on.
      if (settings.roleOid !== undefined) await endSessions(client, settings.roleOid, pids);
      return { evidence: evidence(before !== null) };
    }
    const harmless = await dropRole(client, settings, found.oid);
    await endSessions(client, found.oid, pids);
    return { evidence: { ...evidence(true), ...harmless } };
  });
}

/** Takes everything from a role that is shut out, and the role itself. What was made harmless on the way. */
async function dropRole(client: pg.Client, settings: Settings, oid: number): Promise<Harmless> {
  const { config, role } = settings;
  // Before anything that can fail: what stays behind then can do nothing.
  await takeMemberships(client, role);
  let harmless = NOTHING_FOUND;
  for (const database of await databasesWithTraces(client, oid, config.database)) {
    const cleared = await clearDatabase(settings, database, oid).catch((error: unknown) => {
      throw sayWhatIsLeft(error, { role, databases: [database], isNeeded: true });
    });
    harmless = addHarmless(harmless, cleared);
  }
  await client.query(`DROP ROLE IF EXISTS ${name(role)}`).catch(async (error: unknown) => {
    const databases = await databasesWithTraces(client, oid, config.database);
    throw sayWhatIsLeft(error, { role, databases, isNeeded: false });
  });
  return harmless;
}

/** Every database in which the role owns something or was given something; PostgreSQL keeps the list for all of them. */
async function databasesWithTraces(client: pg.Client, oid: number, own: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string | null; usable: boolean | null }>(
    `SELECT DISTINCT d.datname AS name, d.datallowconn AS usable
       FROM pg_catalog.pg_shdepend s LEFT JOIN pg_catalog.pg_database d ON d.oid = s.dbid
      WHERE s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND s.refobjid = $1::pg_catalog.int8::pg_catalog.oid`,
    [oid],
  );
  const closed = rows.find((row) => row.usable === false);
  if (closed) {
    throw new ProviderFault(
      'permanent',
      `The role owns something in ${closed.name}, which allows no connections.`,
    );
  }
  // Without a database: shared things, such as a database itself. They are dealt with from anywhere.
  return [...new Set(rows.map((row) => row.name ?? own))];
}
