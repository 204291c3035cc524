import pg from 'pg';
import { mayNotHandOut } from './check-roles.ts';
import { harmfulAt } from './make-harmless.ts';
import { DEFAULT_HEIR, type Settings } from './settings.ts';

const { escapeIdentifier: name } = pg;

interface Heir {
  readonly there: boolean;
  readonly admin: boolean | null;
  readonly hasMore: boolean | null;
}

/**
 * What the end will miss in the connected database, so that it is known before the beginning: whoever gets what a holder
 * makes must be there, be ours to become, and may make things wherever a holder may.
 */
export async function missingForHeir(client: pg.Client, settings: Settings): Promise<string[]> {
  const { heir, config } = settings;
  if (heir === null) return [];
  const { rows } = await client.query<Heir>(
    `SELECT found.oid IS NOT NULL AS there,
            pg_catalog.pg_has_role(found.oid, 'USAGE WITH ADMIN OPTION'::pg_catalog.text) AS admin,
            found.rolcanlogin OR found.rolsuper OR
              EXISTS (SELECT 1 FROM pg_catalog.pg_auth_members m WHERE m.member = found.oid) AS "hasMore"
       FROM (VALUES ($1::pg_catalog.name)) AS wanted(role)
       LEFT JOIN pg_catalog.pg_roles found ON found.rolname = wanted.role`,
    [heir],
  );
  const found = rows[0];
  if (!found?.there)
    return [`there is no role ${name(heir)} to get what holders make: CREATE ROLE ${name(heir)} NOLOGIN`];
  return [
    ...(found.admin ? [] : [mayNotHandOut(heir, config.user)]),
    ...(heir === DEFAULT_HEIR && found.hasMore === true
      ? [
          `${name(heir)} gets what holders make, so it must not log in, be superuser or be a member of anything`,
        ]
      : []),
    ...(await missingCreate(client, settings, heir)),
  ];
}

/** Where the granted roles may make something that the heir could not get: schemas, the database, foreign servers. */
async function missingCreate(client: pg.Client, { roles }: Settings, heir: string): Promise<string[]> {
  const { rows } = await client.query<{ right: string }>(
    `SELECT pg_catalog.format('CREATE ON SCHEMA %I', n.nspname) AS right FROM pg_catalog.pg_namespace n
      WHERE NOT pg_catalog.starts_with(n.nspname::pg_catalog.text, 'pg_'::pg_catalog.text)
        AND NOT pg_catalog.has_schema_privilege($2::pg_catalog.name, n.oid, 'CREATE'::pg_catalog.text)
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1::pg_catalog.name[])
                       AND pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE'::pg_catalog.text))
      UNION ALL
     SELECT pg_catalog.format('USAGE ON FOREIGN DATA WRAPPER %I', w.fdwname) FROM pg_catalog.pg_foreign_data_wrapper w
      WHERE NOT pg_catalog.has_foreign_data_wrapper_privilege($2::pg_catalog.name, w.oid, 'USAGE'::pg_catalog.text)
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1::pg_catalog.name[])
                       AND pg_catalog.has_foreign_data_wrapper_privilege(r.oid, w.oid, 'USAGE'::pg_catalog.text))
      UNION ALL
     SELECT pg_catalog.format('CREATE ON DATABASE %I', d.datname) FROM pg_catalog.pg_database d
      WHERE d.datname = pg_catalog.current_database()
        AND NOT pg_catalog.has_database_privilege($2::pg_catalog.name, d.oid, 'CREATE'::pg_catalog.text)
        AND EXISTS (SELECT 1 FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1::pg_catalog.name[])
                       AND pg_catalog.has_database_privilege(r.oid, d.oid, 'CREATE'::pg_catalog.text))`,
    [roles, heir],
  );
  return rows.map(
    ({ right }) => `${name(heir)} cannot get what holders make there: GRANT ${right} TO ${name(heir)}`,
  );
}

/** As many as are named in one sentence. */
const MOST_NAMED = 5;

/**
 * What the default heir has in the connected database that runs or reads with its rights again, as `CREATE OR REPLACE VIEW`
 * makes it: it would show to others what holders left. Another heir may have such things of its own.
 */
export async function harmfulAtHeir(client: pg.Client, { heir }: Settings): Promise<string[]> {
  if (heir !== DEFAULT_HEIR) return [];
  const statements = await harmfulAt(client, heir, MOST_NAMED);
  return statements.map(
    (statement) =>
      `something of ${name(heir)} opens what holders left to others: ${statement}, or give it another owner`,
  );
}
