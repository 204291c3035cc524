import pg from 'pg';
import type { ProviderCall } from '../../contract/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { withConnection } from './connect.ts';
import { readSettings } from './settings.ts';

const { escapeIdentifier: name } = pg;

/** The oldest version whose membership options (INHERIT, SET) are spoken here. */
const OLDEST_VERSION = 160_000;

/** Whether the server can be reached and the connected user may do all that a grant and its end will need. */
export async function checkRights(call: ProviderCall): Promise<Answer> {
  const { config, roles, heir } = readSettings(call);
  return withConnection(config, config.database, async (client) => {
    const own = await ownRights(client);
    const wanted = [...new Set([...roles, ...(heir === null ? [] : [heir])])];
    const missing = [
      ...(own.version < OLDEST_VERSION ? ['PostgreSQL 16 or newer is needed'] : []),
      ...(own.mayCreate ? [] : [`the user may not create roles: ALTER ROLE ${name(config.user)} CREATEROLE`]),
      ...(await missingRoles(client, wanted, config.user)),
    ];
    if (missing.length > 0) throw new ProviderFault('permanent', `${missing.join('; ')}.`);
    return { evidence: { version: own.version, user: config.user } };
  });
}

async function ownRights(client: pg.Client): Promise<{ version: number; mayCreate: boolean }> {
  const { rows } = await client.query<{ version: number; mayCreate: boolean }>(
    `SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version, rolsuper OR rolcreaterole AS "mayCreate"
       FROM pg_catalog.pg_roles WHERE rolname = current_user`,
  );
  return rows[0] ?? { version: 0, mayCreate: false };
}

async function missingRoles(
  client: pg.Client,
  roles: readonly string[],
  user: string,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ role: string; there: boolean; admin: boolean | null }>(
    `SELECT wanted.role, found.oid IS NOT NULL AS there, pg_catalog.pg_has_role(found.oid, 'USAGE WITH ADMIN OPTION'::pg_catalog.text) AS admin
       FROM pg_catalog.unnest($1::pg_catalog.text[]) AS wanted(role) LEFT JOIN pg_catalog.pg_roles found ON found.rolname = wanted.role`,
    [roles],
  );
  return rows.flatMap(({ role, there, admin }) => {
    if (!there) return [`there is no role ${name(role)}`];
    if (admin) return [];
    return [
      `the user may not hand out ${name(role)}: GRANT ${name(role)} TO ${name(user)} WITH ADMIN OPTION`,
    ];
  });
}
