import pg from 'pg';

const { escapeIdentifier: name } = pg;

/** One thing of a role, with the statements that take it away from the role. */
export interface Owned {
  readonly drop: string;
  readonly giveTo: (heir: string) => string;
}

/** A catalog of things that can be given and dropped one by one; its kinds are what `pg_identify_object` calls them. */
interface Kind {
  readonly catalog: string;
  /** As ALTER and DROP want it, where that is another word than the kind's own. */
  readonly words?: Readonly<Record<string, string>>;
  readonly drop?: (identity: string) => string;
  /** What goes first in either case. */
  readonly before?: (identity: string, role: string) => string;
}

/**
 * Invariant: only what is known to have an `OWNER TO` and a statement that drops it gets into a batch, since each of its
 * statements must be one that the server understands. Everything else (extensions, user mappings, what a later version
 * brings) is left to `REASSIGN OWNED` and `DROP OWNED`.
 */
const KINDS: readonly Kind[] = [
  { catalog: 'pg_class' },
  { catalog: 'pg_proc', words: { FUNCTION: 'ROUTINE', PROCEDURE: 'ROUTINE', AGGREGATE: 'ROUTINE' } },
  { catalog: 'pg_type' },
  { catalog: 'pg_collation' },
  { catalog: 'pg_conversion' },
  { catalog: 'pg_operator' },
  { catalog: 'pg_opclass' },
  { catalog: 'pg_opfamily' },
  { catalog: 'pg_ts_dict' },
  { catalog: 'pg_ts_config' },
  { catalog: 'pg_statistic_ext', words: { 'STATISTICS OBJECT': 'STATISTICS' } },
  {
    catalog: 'pg_foreign_server',
    // Has no other owner, and the server cannot go without it.
    before: (identity, role) => `DROP USER MAPPING IF EXISTS FOR ${name(role)} SERVER ${identity}; `,
  },
  { catalog: 'pg_publication' },
  { catalog: 'pg_largeobject', drop: (identity) => `SELECT pg_catalog.lo_unlink(${identity})` },
  { catalog: 'pg_namespace' },
];

interface Found {
  readonly catalog: string;
  readonly type: string;
  readonly identity: string;
  readonly role: string;
}

/** Owned things of a role in this database, without those that go with another one (sequences, parts of an extension). */
const OWNED = `
  FROM pg_catalog.pg_shdepend s
  WHERE s.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
    AND s.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND s.deptype = 'o'
    AND s.refobjid = $1::pg_catalog.int8::pg_catalog.oid
    AND s.classid = ANY (ARRAY[${KINDS.map(({ catalog }) => `'pg_catalog.${catalog}'`).join(', ')}]::pg_catalog.regclass[]::pg_catalog.oid[])
    AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = s.classid AND d.objid = s.objid
                       AND (d.deptype IN ('i', 'e') OR d.deptype = 'a' AND d.refobjsubid > 0
                            AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid))`;

/**
 * At most `most` of what the role owns, what was made last first: it may need what was made before. Schemas come last, when
 * they are empty.
 */
export async function listOwned(client: pg.Client, oid: number, most: number): Promise<readonly Owned[]> {
  const { rows } = await client.query<Found>(
    `SELECT c.relname AS catalog, i.type, i.identity,
            pg_catalog.pg_get_userbyid($1::pg_catalog.int8::pg_catalog.oid) AS role
       FROM (SELECT s.classid, s.objid, s.objsubid ${OWNED}
              ORDER BY s.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass, s.objid DESC LIMIT ${most}) AS found
       JOIN pg_catalog.pg_class c ON c.oid = found.classid,
            LATERAL pg_catalog.pg_identify_object(found.classid, found.objid, found.objsubid) AS i`,
    [oid],
  );
  return rows.map(({ catalog, type, identity, role }) => {
    const kind = KINDS.find((each) => each.catalog === catalog);
    const word = kind?.words?.[type.toUpperCase()] ?? type.toUpperCase();
    const before = kind?.before?.(identity, role) ?? '';
    return {
      drop: before + (kind?.drop?.(identity) ?? `DROP ${word} ${identity}`),
      giveTo: (heir) => `${before}ALTER ${word} ${identity} OWNER TO ${name(heir)}`,
    };
  });
}

export async function countOwned(client: pg.Client, oid: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT pg_catalog.count(*)::pg_catalog.int4 AS count ${OWNED}`,
    [oid],
  );
  return rows[0]?.count ?? 0;
}
