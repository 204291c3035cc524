import pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';

export interface FoundRole {
  readonly oid: number;
  /** Says that Latchkey made it: see `grantRole`. */
  readonly ours: boolean;
  readonly mayLogIn: boolean;
}

/** Begins the comment on every role that a grant made; a role that only has a name like ours lacks it. */
export const COMMENT_PREFIX = 'Latchkey grant';

/** The role's number as a query, if a grant made it: for messages that hold no parameters. */
export const oursSql = (role: string): string =>
  `SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${pg.escapeLiteral(role)}::pg_catalog.name AND
     pg_catalog.starts_with(pg_catalog.shobj_description(oid, 'pg_authid'::pg_catalog.name), '${COMMENT_PREFIX}'::pg_catalog.text)`;

export async function findRole(client: pg.Client, role: string): Promise<FoundRole | null> {
  const { rows } = await client.query<FoundRole>(
    `SELECT oid::pg_catalog.int8::pg_catalog.float8 AS oid, rolcanlogin AS "mayLogIn",
            coalesce(pg_catalog.starts_with(pg_catalog.shobj_description(oid, 'pg_authid'::pg_catalog.name), $2::pg_catalog.text), false) AS ours
       FROM pg_catalog.pg_roles WHERE rolname = $1::pg_catalog.name`,
    [role, COMMENT_PREFIX],
  );
  return rows[0] ?? null;
}

/** How many sessions the role has, by its number: they outlive its name. */
export async function countSessions(client: pg.Client, oid: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT pg_catalog.count(*)::pg_catalog.int4 AS count FROM pg_catalog.pg_stat_activity WHERE usesysid = $1::pg_catalog.int8::pg_catalog.oid',
    [oid],
  );
  return rows[0]?.count ?? 0;
}

/** The server's system identifier: copies and standbys share it, no other server has it. */
export async function serverId(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT system_identifier::pg_catalog.text AS id FROM pg_catalog.pg_control_system()',
  );
  return rows[0]?.id ?? '';
}

/**
 * That a role is not found proves nothing on another server than the one where it was made. A server that was upgraded
 * has another identifier and still has the role, so only its absence asks for this.
 */
export async function mustBeSameServer(
  client: pg.Client,
  { role, server }: { readonly role: string; readonly server: string | undefined },
): Promise<void> {
  if (server === undefined || server === (await serverId(client))) return;
  throw new ProviderFault(
    'permanent',
    `There is no role ${role} here, but this is not the server on which it was made. Publish that server's address until the role is gone.`,
  );
}

/** A role with a grant's name that no grant made is neither handed out nor dropped. */
export const notOurs = (role: string): ProviderFault =>
  new ProviderFault('permanent', `There is a role ${role} that Latchkey did not make.`);
