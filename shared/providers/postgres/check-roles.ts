import pg from 'pg';
import type { Allowance, Settings } from './settings.ts';

const { escapeIdentifier: name } = pg;

/** What a role that is handed out must not be, unless the entitlement's `allow` says so, and why. */
const UNFIT: readonly { readonly unless: Allowance; readonly why: (role: string) => string }[] = [
  {
    unless: 'login-roles',
    why: (role) =>
      `${role} can log in, so its password would outlive the grant: ALTER ROLE ${role} NOLOGIN, or allow: [login-roles]`,
  },
  {
    unless: 'pass-on',
    why: (role) =>
      `who has ${role} may hand a role on to others: REVOKE ADMIN OPTION, or allow: [pass-on] in the entitlement`,
  },
  {
    unless: 'signal-backends',
    why: (role) =>
      `who has ${role} may end other people's sessions, those of Latchkey too: REVOKE pg_signal_backend FROM ${role}, or allow: [signal-backends]`,
  },
];

/** What is missing before the entitlement's roles can be handed out and taken back, each as part of a sentence. */
export async function missingForRoles(
  client: pg.Client,
  { roles, config, allow }: Settings,
): Promise<string[]> {
  const { rows } = await client.query<{
    role: string;
    there: boolean;
    admin: boolean | null;
    traits: readonly boolean[];
  }>(
    // With everything that a role is a member of, however deep.
    `WITH RECURSIVE reached(wanted, oid) AS (
       SELECT wanted.role, found.oid FROM pg_catalog.unnest($1::pg_catalog.text[]) AS wanted(role)
         JOIN pg_catalog.pg_roles found ON found.rolname = wanted.role::pg_catalog.name
       UNION
       SELECT reached.wanted, m.roleid FROM reached JOIN pg_catalog.pg_auth_members m ON m.member = reached.oid)
     SELECT wanted.role, found.oid IS NOT NULL AS there,
            pg_catalog.pg_has_role(found.oid, 'USAGE WITH ADMIN OPTION'::pg_catalog.text) AS admin,
            ARRAY[
              found.rolcanlogin,
              EXISTS (SELECT 1 FROM reached JOIN pg_catalog.pg_auth_members m ON m.member = reached.oid
                       WHERE reached.wanted = wanted.role AND m.admin_option),
              EXISTS (SELECT 1 FROM reached JOIN pg_catalog.pg_roles r ON r.oid = reached.oid
                       WHERE reached.wanted = wanted.role AND r.rolname = 'pg_signal_backend')] AS traits
       FROM pg_catalog.unnest($1::pg_catalog.text[]) AS wanted(role)
       LEFT JOIN pg_catalog.pg_roles found ON found.rolname = wanted.role::pg_catalog.name`,
    [[...new Set(roles)]],
  );
  return rows.flatMap(({ role, there, admin, traits }) => {
    if (!there) return [`there is no role ${name(role)}`];
    const unfit = UNFIT.flatMap(({ unless, why }, at) =>
      traits[at] === true && !allow.includes(unless) ? [why(name(role))] : [],
    );
    if (!admin) unfit.push(mayNotHandOut(role, config.user));
    return unfit;
  });
}

export const mayNotHandOut = (role: string, user: string): string =>
  `the user may not hand out ${name(role)}: GRANT ${name(role)} TO ${name(user)} WITH ADMIN OPTION`;

/** Whether the grant's role will be let into its database. */
export async function missingConnect(client: pg.Client, { roles, database }: Settings): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_catalog.pg_database d JOIN pg_catalog.pg_roles r ON r.rolname = ANY ($1::pg_catalog.name[])
      WHERE d.datname = $2::pg_catalog.name
        AND pg_catalog.has_database_privilege(r.oid, d.oid, 'CONNECT'::pg_catalog.text)`,
    [roles, database],
  );
  if (rows.length > 0) return [];
  return [
    `the granted roles cannot connect to the database ${database}: GRANT CONNECT ON DATABASE ${name(database)} TO ${roles.map(name).join(', ')}`,
  ];
}

/** Databases that the grant's role may enter, and make something in, and that the end could not clear. */
export async function missingOwnConnect(client: pg.Client, { roles, config }: Settings): Promise<string[]> {
  const { rows } = await client.query<{ database: string }>(
    `SELECT d.datname::pg_catalog.text AS database FROM pg_catalog.pg_database d
      WHERE d.datallowconn AND NOT pg_catalog.has_database_privilege(d.oid, 'CONNECT'::pg_catalog.text)
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1::pg_catalog.name[])
                       AND pg_catalog.has_database_privilege(r.oid, d.oid, 'CONNECT'::pg_catalog.text))
      ORDER BY d.datname LIMIT 20`,
    [roles],
  );
  return rows.map(
    ({ database }) =>
      `the user may not clear the database ${database}, which the granted roles may enter: GRANT CONNECT ON DATABASE ${name(database)} TO ${name(config.user)}`,
  );
}
