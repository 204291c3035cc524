import type pg from 'pg';

export interface Owned {
  /** As ALTER and DROP want it: `TABLE`, `ROUTINE`, … */
  readonly kind: string;
  /** Its name with its schema, quoted by the server; with its arguments where it has some. */
  readonly identity: string;
}

/** Owned things of a role in this database, without sequences that go with their table. */
const OWNED = `
  FROM pg_catalog.pg_shdepend s
  WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    AND s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND s.deptype = 'o'
    AND s.refobjid = $1::pg_catalog.int8::pg_catalog.oid
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = s.classid AND d.objid = s.objid
                       AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')
                       AND d.refclassid = d.classid AND d.refobjsubid > 0)`;

/**
 * At most `most` of what the role owns, what was made last first: it may need what was made before. Schemas are left to
 * the end (`REASSIGN OWNED`, `DROP OWNED`): there are few, and the others are in them.
 */
export async function listOwned(client: pg.Client, oid: number, most: number): Promise<readonly Owned[]> {
  const { rows } = await client.query<{ type: string; identity: string }>(
    `SELECT i.type, i.identity
       FROM (SELECT s.classid, s.objid, s.objsubid ${OWNED}
                AND s.classid <> 'pg_catalog.pg_namespace'::pg_catalog.regclass
              ORDER BY s.objid DESC LIMIT ${most}) AS found,
            LATERAL pg_catalog.pg_identify_object(found.classid, found.objid, found.objsubid) AS i`,
    [oid],
  );
  return rows.map(({ type, identity }) => ({ kind: KINDS[type] ?? type.toUpperCase(), identity }));
}

/** Where pg_identify_object and the statements have different words. */
const KINDS: Readonly<Record<string, string>> = {
  function: 'ROUTINE',
  procedure: 'ROUTINE',
  aggregate: 'ROUTINE',
  'statistics object': 'STATISTICS',
  'composite type': 'TYPE',
};

export async function countOwned(client: pg.Client, oid: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT pg_catalog.count(*)::pg_catalog.int4 AS count ${OWNED}`,
    [oid],
  );
  return rows[0]?.count ?? 0;
}
