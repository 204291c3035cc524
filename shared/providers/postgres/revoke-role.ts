import type pg from 'pg';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { clearDatabase } from './clear-database.ts';
import { withConnection } from './connect.ts';
import { endSessions } from './end-sessions.ts';
import { dropRole } from './drop-role.ts';
import { findRole, mustBeSameServer } from './find-role.ts';
import { addHarmless, NOTHING_FOUND, type Harmless } from './make-harmless.ts';
import { readSettings, type Settings } from './settings.ts';
import { sayWhatIsLeft } from './say-what-is-left.ts';
import { shutOut } from './shut-out.ts';
import { waitForGrant } from './wait-for-grant.ts';

/**
 * Takes the role away, in the order in which access shrinks soonest: no new sessions, no memberships, no old sessions,
 * nothing prepared, no objects, no role. Each step is done anew when a try broke off in the middle.
 *
 * Invariant: before the role can do nothing any more, no lock is waited for that a holder, this one or another, can take.
 */
export async function revokeRole(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const { config, role } = settings;
  return withConnection(config, config.database, async (client) => {
    // Another end of the same grant may be quicker, at each step.
    const unlessGone = async <Value>(step: Promise<Value>): Promise<Value | null> => {
      try {
        return await step;
      } catch (error) {
        if (await findRole(client, role)) throw error;
        return null;
      }
    };
    const before = await unlessGone(shutOut(client, settings));
    if (!before) await waitForGrant(client, role);
    const found = before ?? (await unlessGone(shutOut(client, settings)));
    const pids = new Set<number>();
    const evidence = (wasThere: boolean) => ({
      role,
      wasThere,
      sessionsEnded: (found?.sessionsEnded ?? 0) + pids.size,
      preparedRolledBack: found?.preparedRolledBack ?? 0,
    });
    if (!found) {
      await mustBeSameServer(client, settings);
      // The role may be gone while a session that slipped in goes on.
      if (settings.roleOid !== undefined) await endSessions(client, settings.roleOid, pids);
      return { evidence: evidence(false) };
    }
    const taken = (await unlessGone(takeAll(client, settings, found.oid))) ?? NOTHING_FOUND;
    await endSessions(client, found.oid, pids);
    return { evidence: { ...evidence(true), ...taken } };
  });
}

/** Takes everything from a role that is shut out, and the role itself. What was made harmless and ended on the way. */
async function takeAll(
  client: pg.Client,
  settings: Settings,
  oid: number,
): Promise<Harmless & { readonly othersEnded?: number }> {
  const { config, role } = settings;
  let harmless = NOTHING_FOUND;
  for (const database of await databasesWithTraces(client, oid, config.database)) {
    const cleared = await clearDatabase(settings, database, oid).catch((error: unknown) => {
      throw sayWhatIsLeft(error, { role, databases: [database], isNeeded: true });
    });
    harmless = addHarmless(harmless, cleared);
  }
  const othersEnded = await dropRole(client, settings, oid).catch(async (error: unknown) => {
    const databases = await databasesWithTraces(client, oid, config.database);
    throw sayWhatIsLeft(error, { role, databases, isNeeded: false });
  });
  return othersEnded === 0 ? harmless : { ...harmless, othersEnded };
}

/** Every database in which the role owns something or was given something; PostgreSQL keeps the list for all of them. */
async function databasesWithTraces(client: pg.Client, oid: number, own: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string | null; usable: boolean | null }>(
    `SELECT DISTINCT d.datname AS name, d.datallowconn AS usable
       FROM pg_catalog.pg_shdepend s LEFT JOIN pg_catalog.pg_database d ON d.oid = s.dbid
      WHERE s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND s.refobjid = $1::pg_catalog.int8::pg_catalog.oid
      UNION
     SELECT d.datname, d.datallowconn FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
      WHERE s.subowner = $1::pg_catalog.int8::pg_catalog.oid`,
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
