import pg from 'pg';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { harmfulAtHeir, missingForHeir } from './check-heir.ts';
import { missingConnect, missingForRoles, missingOwnConnect } from './check-roles.ts';
import { withConnection } from './connect.ts';
import { readSettings } from './settings.ts';

const { escapeIdentifier: name } = pg;

/** Whether the server can be reached and the connected user may do all that a grant and its end will need. */
export async function checkRights(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const { config, database } = settings;
  return withConnection(config, config.database, async (client) => {
    const version = await serverVersion(client);
    // First: an older server does not even know what is asked below.
    const tooOld = refuseVersion(version);
    if (tooOld) throw new ProviderFault('permanent', tooOld);
    const own = await ownRights(client);
    const missing = [
      ...(own.mayCreate ? [] : [`the user may not create roles: ALTER ROLE ${name(config.user)} CREATEROLE`]),
      ...(await missingForRoles(client, settings)),
      ...(await missingForHeir(client, settings)),
      ...(await harmfulAtHeir(client, settings)),
      ...(await missingOwnConnect(client, settings)),
    ];
    if (missing.length === 0) missing.push(...(await missingConnect(client, settings)));
    if (missing.length === 0 && database !== config.database)
      missing.push(
        ...(await withConnection(config, database, async (there) => [
          ...(await missingForHeir(there, settings)),
          ...(await harmfulAtHeir(there, settings)),
        ])),
      );
    if (missing.length > 0) throw new ProviderFault('permanent', `${missing.join('; ')}.`);
    return { evidence: { version, user: config.user, reservedConnections: own.reserved } };
  });
}

async function serverVersion(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT pg_catalog.current_setting('server_version_num'::pg_catalog.text)::pg_catalog.int4 AS version",
  );
  return rows[0]?.version ?? 0;
}

/** The oldest version whose membership options (INHERIT, SET) and reserved connections are spoken here. */
const OLDEST_VERSION = 160_000;

/** Why a server of this version (`server_version_num`) cannot be used; null: it can. */
export const refuseVersion = (version: number): string | null =>
  version >= OLDEST_VERSION
    ? null
    : `This server is PostgreSQL ${Math.floor(version / 10_000)}; version 16 or newer is needed, since older ones cannot give a role without the right to become it. Use a newer server.`;

/** Also whether a full server has a place kept for the end of access; without one it may have to wait for a place. */
async function ownRights(client: pg.Client): Promise<{ mayCreate: boolean; reserved: boolean }> {
  const { rows } = await client.query<{ mayCreate: boolean; reserved: boolean }>(
    `SELECT rolsuper OR rolcreaterole AS "mayCreate",
            rolsuper OR (pg_catalog.current_setting('reserved_connections'::pg_catalog.text) <> '0' AND
              pg_catalog.pg_has_role('pg_use_reserved_connections'::pg_catalog.name, 'USAGE'::pg_catalog.text)) AS reserved
       FROM pg_catalog.pg_roles WHERE rolname = current_user`,
  );
  return rows[0] ?? { mayCreate: false, reserved: false };
}
