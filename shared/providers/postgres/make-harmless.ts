import pg from 'pg';
import { dropSubscriptions } from './drop-subscriptions.ts';
import { CALLERS_OF_ROLE, FOREIGN_TRIGGERS } from './list-callers.ts';

const { escapeIdentifier: name } = pg;

/** What somebody can leave behind that runs later, with its owner's rights or with those of whoever comes near it. */
export interface Harmless {
  /** Functions with SECURITY DEFINER: now run with their caller's rights. */
  readonly definerFunctions: number;
  /** Functions that others than the owner could call: now nobody may. */
  readonly functions: number;
  /** Views that read with their owner's rights: now with the reader's. */
  readonly views: number;
  /** Triggers on the role's own tables: now disabled. */
  readonly triggers: number;
  /** Rules on the role's own tables and views: now gone. */
  readonly rules: number;
  /** What else calls a function or operator of the role, also on tables of the granted roles: see README.md. */
  readonly callers: number;
  /** Subscriptions, which fetch and write for as long as they are there: now gone. */
  readonly subscriptions: number;
}

export const NOTHING_FOUND: Harmless = {
  definerFunctions: 0,
  functions: 0,
  views: 0,
  triggers: 0,
  rules: 0,
  callers: 0,
  subscriptions: 0,
};

export function addHarmless(a: Harmless, b: Harmless): Harmless {
  const sum = { ...a };
  for (const kind of Object.keys(sum) as (keyof Harmless)[]) sum[kind] += b[kind];
  return sum;
}

/** As many at a time as are locked together. */
const BATCH = 50;

/** A query for statements, of what the role with the number $1 owns in this database. */
const FIND = {
  definerFunctions: `
    SELECT pg_catalog.format('ALTER ROUTINE %1$s SECURITY INVOKER; REVOKE EXECUTE ON ROUTINE %1$s FROM PUBLIC',
                             p.oid::pg_catalog.regprocedure) AS sql
      FROM pg_catalog.pg_proc p WHERE p.prosecdef AND p.proowner = $1::pg_catalog.int8::pg_catalog.oid`,
  functions: `
    SELECT pg_catalog.format('REVOKE ALL ON ROUTINE %s FROM %s CASCADE', p.oid::pg_catalog.regprocedure,
             pg_catalog.string_agg(DISTINCT CASE WHEN given.grantee = 0::pg_catalog.oid THEN 'PUBLIC'::pg_catalog.text
                                                 ELSE pg_catalog.quote_ident(r.rolname::pg_catalog.text) END, ', '::pg_catalog.text)) AS sql
      FROM pg_catalog.pg_proc p,
           LATERAL pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) AS given
      LEFT JOIN pg_catalog.pg_roles r ON r.oid = given.grantee
     WHERE p.proowner = $1::pg_catalog.int8::pg_catalog.oid AND given.grantee <> p.proowner
     GROUP BY p.oid`,
  views: `
    SELECT pg_catalog.format('ALTER VIEW %s SET (security_invoker = true)', c.oid::pg_catalog.regclass) AS sql
      FROM pg_catalog.pg_class c
     WHERE c.relkind = 'v' AND c.relowner = $1::pg_catalog.int8::pg_catalog.oid
       AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)`,
  triggers: `
    SELECT pg_catalog.format('ALTER TABLE ONLY %s DISABLE TRIGGER %I', c.oid::pg_catalog.regclass, t.tgname) AS sql
      FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relkind IN ('r', 'p', 'f')
       AND c.relowner = $1::pg_catalog.int8::pg_catalog.oid`,
  rules: `
    SELECT pg_catalog.format('DROP RULE IF EXISTS %I ON %s', w.rulename, c.oid::pg_catalog.regclass) AS sql
      FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = w.ev_class
     WHERE w.rulename <> '_RETURN'::pg_catalog.name AND c.relowner = $1::pg_catalog.int8::pg_catalog.oid`,
};

/**
 * Makes what the role owns in this database harmless before somebody else gets it. First what runs by itself, then what has
 * to be called. How many things that were.
 */
export async function makeHarmless(
  client: pg.Client,
  oid: number,
  roles: readonly string[],
): Promise<Harmless> {
  return {
    subscriptions: await dropSubscriptions(client, oid),
    triggers: await mend(client, FIND.triggers, [oid]),
    rules: await mend(client, FIND.rules, [oid]),
    callers: await cutCallers(client, CALLERS_OF_ROLE, { oid, roles }),
    definerFunctions: await mend(client, FIND.definerFunctions, [oid]),
    functions: await mend(client, FIND.functions, [oid]),
    views: await mend(client, FIND.views, [oid]),
  };
}

/** Before what the role owns is dropped: what of it would go on, or is needed on what the granted roles own. */
export async function cutForeign(
  client: pg.Client,
  oid: number,
  roles: readonly string[],
): Promise<Harmless> {
  const subscriptions = await dropSubscriptions(client, oid);
  const triggers = await cutCallers(client, FOREIGN_TRIGGERS, { oid, roles });
  const callers = await cutCallers(client, `SELECT * FROM (${CALLERS_OF_ROLE}) AS callers WHERE elsewhere`, {
    oid,
    roles,
  });
  return { ...NOTHING_FOUND, subscriptions, callers: triggers + callers };
}

async function mend(client: pg.Client, find: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await client.query<{ sql: string }>(find, [...values]);
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH).map((row) => row.sql);
    await client.query(batch.join(';\n'));
  }
  return rows.length;
}

/** What is not the role's is changed with the rights of the granted roles, which the holder had; for one batch each time. */
async function cutCallers(
  client: pg.Client,
  find: string,
  { oid, roles }: { readonly oid: number; readonly roles: readonly string[] },
): Promise<number> {
  const { rows } = await client.query<{ sql: string; elsewhere: boolean }>(find, [oid, roles]);
  const borrowed = rows.some((row) => row.elsewhere) ? await notYetOurs(client, roles) : [];
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH).map((row) => row.sql);
    // One message is one transaction: nobody else sees the rights.
    const take = borrowed.map((role) => `GRANT ${name(role)} TO CURRENT_USER WITH INHERIT TRUE, SET FALSE`);
    const back = borrowed.map((role) => `REVOKE ${name(role)} FROM CURRENT_USER GRANTED BY CURRENT_USER`);
    await client.query([...take, ...batch, ...back].join(';\n'));
  }
  return rows.length;
}

/** Those of the roles whose rights the connected user has not, and may give itself. */
async function notYetOurs(client: pg.Client, roles: readonly string[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ role: string }>(
    `SELECT rolname AS role FROM pg_catalog.pg_roles WHERE rolname = ANY ($1::pg_catalog.name[])
        AND NOT pg_catalog.pg_has_role(oid, 'USAGE'::pg_catalog.text)
        AND pg_catalog.pg_has_role(oid, 'USAGE WITH ADMIN OPTION'::pg_catalog.text)`,
    [roles],
  );
  return rows.map(({ role }) => role);
}

/** Statements that make harmless what a role of that name has in this database, at most `most`: somebody undid an end there. */
export async function harmfulAt(client: pg.Client, owner: string, most: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ oid: number }>(
    'SELECT oid::pg_catalog.int8::pg_catalog.float8 AS oid FROM pg_catalog.pg_roles WHERE rolname = $1::pg_catalog.name',
    [owner],
  );
  const oid = rows[0]?.oid;
  if (oid === undefined) return [];
  const found: string[] = [];
  for (const find of [FIND.definerFunctions, FIND.views]) {
    const { rows: statements } = await client.query<{ sql: string }>(`${find} LIMIT ${most}`, [oid]);
    found.push(...statements.map(({ sql }) => sql));
  }
  return found.slice(0, most);
}
