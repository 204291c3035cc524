import type pg from 'pg';

/** What somebody can leave behind that runs later, with its owner's rights or with those of whoever comes near it. */
export interface Harmless {
  /** Functions with SECURITY DEFINER: now run with their caller's rights, and nobody but the owner may call them. */
  readonly definerFunctions: number;
  /** Views that read with their owner's rights: now with the reader's. */
  readonly views: number;
  /** Triggers on the role's own tables: now disabled. */
  readonly triggers: number;
}

export const NOTHING_FOUND: Harmless = { definerFunctions: 0, views: 0, triggers: 0 };

export const addHarmless = (a: Harmless, b: Harmless): Harmless => ({
  definerFunctions: a.definerFunctions + b.definerFunctions,
  views: a.views + b.views,
  triggers: a.triggers + b.triggers,
});

/** As many at a time as are locked together. */
const BATCH = 50;

/** A query for statements, of what the role with the number $1 owns in this database. */
const FIND: Readonly<Record<keyof Harmless, string>> = {
  definerFunctions: `
    SELECT pg_catalog.format('ALTER ROUTINE %1$s SECURITY INVOKER; REVOKE EXECUTE ON ROUTINE %1$s FROM PUBLIC',
                             p.oid::pg_catalog.regprocedure) AS sql
      FROM pg_catalog.pg_proc p WHERE p.prosecdef AND p.proowner = $1::pg_catalog.int8::pg_catalog.oid`,
  views: `
    SELECT pg_catalog.format('ALTER VIEW %s SET (security_invoker = true)', c.oid::pg_catalog.regclass) AS sql
      FROM pg_catalog.pg_class c
     WHERE c.relkind = 'v' AND c.relowner = $1::pg_catalog.int8::pg_catalog.oid
       AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)`,
  triggers: `
    SELECT pg_catalog.format('ALTER TABLE ONLY %s DISABLE TRIGGER %I', c.oid::pg_catalog.regclass, t.tgname) AS sql
      FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
     WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relkind IN ('r', 'p')
       AND c.relowner = $1::pg_catalog.int8::pg_catalog.oid`,
};

/** Makes what the role owns in this database harmless before somebody else gets it. How many things that were. */
export async function makeHarmless(client: pg.Client, oid: number): Promise<Harmless> {
  return {
    definerFunctions: await mend(client, oid, FIND.definerFunctions),
    views: await mend(client, oid, FIND.views),
    triggers: await mend(client, oid, FIND.triggers),
  };
}

async function mend(client: pg.Client, oid: number, find: string): Promise<number> {
  const { rows } = await client.query<{ sql: string }>(find, [oid]);
  for (let at = 0; at < rows.length; at += BATCH) {
    const batch = rows.slice(at, at + BATCH).map((row) => row.sql);
    await client.query(batch.join(';\n'));
  }
  return rows.length;
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
