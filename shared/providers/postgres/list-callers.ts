/** How what calls the role's code is taken away from where it stands. */
const STATEMENT = {
  /** Nothing runs it any more; it can be switched on again. */
  disableTrigger: `pg_catalog.format('ALTER TABLE ONLY %s DISABLE TRIGGER %I', c.oid::pg_catalog.regclass, t.tgname)`,
  dropTrigger: `pg_catalog.format('DROP TRIGGER IF EXISTS %I ON %s', t.tgname, c.oid::pg_catalog.regclass)`,
};

/** A query for `sql`, the statement, and `owner`, whose thing it is on. */
interface Callers {
  readonly from: string;
  readonly sql: string;
  /** What depends on the role's functions and operators: `classid` and `objid` of pg_depend. */
  readonly catalog: string;
  readonly id: string;
  readonly owner: string;
}

const TABLES = `c.relkind IN ('r', 'p', 'f')`;

const triggers = (sql: string, which: string): Callers => ({
  from: `pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
           AND NOT t.tgisinternal AND t.tgparentid = 0::pg_catalog.oid AND ${which}`,
  ...{ sql, catalog: 'pg_trigger', id: 't.oid', owner: 'c.relowner' },
});

/** A view that gives its columns and nothing in them, so that what stands on it stays. */
export const EMPTY_VIEW = `pg_catalog.format('CREATE OR REPLACE VIEW %s WITH (security_invoker = true) AS SELECT %s WHERE false', c.oid::pg_catalog.regclass,
  (SELECT pg_catalog.string_agg(pg_catalog.format('NULL::%s%s AS %I', pg_catalog.format_type(a.atttypid, a.atttypmod),
            (SELECT pg_catalog.format(' COLLATE %I.%I', n.nspname, l.collname) FROM pg_catalog.pg_collation l
               JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = a.attcollation), a.attname), ', '::pg_catalog.text ORDER BY a.attnum)
     FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0::pg_catalog.int2))`;

const onTable = (change: string, named: string): string =>
  `pg_catalog.format('ALTER TABLE %s ${change}', c.oid::pg_catalog.regclass, ${named})`;

/**
 * Whatever keeps an expression or a function to be run by whoever comes near. Not here: materialized views and functions of
 * others, which are run when their owner says so, and what only a superuser can make (event triggers, operator classes).
 */
const CALLERS: readonly Callers[] = [
  triggers(STATEMENT.disableTrigger, `${TABLES} AND t.tgenabled <> 'D'`),
  triggers(STATEMENT.dropTrigger, `c.relkind = 'v'`),
  {
    from: `pg_catalog.pg_attrdef d JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
             JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND NOT a.attisdropped`,
    sql: `CASE WHEN a.attgenerated = '' THEN ${onTable('ALTER COLUMN %I DROP DEFAULT', 'a.attname')}
               ELSE ${onTable('ALTER COLUMN %I DROP EXPRESSION IF EXISTS', 'a.attname')} END`,
    ...{ catalog: 'pg_attrdef', id: 'd.oid', owner: 'c.relowner' },
  },
  {
    from: `pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND k.coninhcount = 0::pg_catalog.int2`,
    sql: onTable('DROP CONSTRAINT IF EXISTS %I', 'k.conname'),
    ...{ catalog: 'pg_constraint', id: 'k.oid', owner: 'c.relowner' },
  },
  {
    from: `pg_catalog.pg_constraint k JOIN pg_catalog.pg_type t ON t.oid = k.contypid`,
    sql: `pg_catalog.format('ALTER DOMAIN %s DROP CONSTRAINT IF EXISTS %I', pg_catalog.format_type(t.oid, NULL), k.conname)`,
    ...{ catalog: 'pg_constraint', id: 'k.oid', owner: 't.typowner' },
  },
  {
    from: `pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace AND t.typtype = 'd' AND t.typdefaultbin IS NOT NULL`,
    sql: `pg_catalog.format('ALTER DOMAIN %I.%I DROP DEFAULT', n.nspname, t.typname)`,
    ...{ catalog: 'pg_type', id: 't.oid', owner: 't.typowner' },
  },
  {
    from: `pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = w.ev_class AND w.rulename <> '_RETURN'::pg_catalog.name`,
    sql: `pg_catalog.format('DROP RULE IF EXISTS %I ON %s', w.rulename, c.oid::pg_catalog.regclass)`,
    ...{ catalog: 'pg_rewrite', id: 'w.oid', owner: 'c.relowner' },
  },
  {
    from: `pg_catalog.pg_rewrite w JOIN pg_catalog.pg_class c ON c.oid = w.ev_class AND c.relkind = 'v' AND w.rulename = '_RETURN'::pg_catalog.name`,
    ...{ sql: EMPTY_VIEW, catalog: 'pg_rewrite', id: 'w.oid', owner: 'c.relowner' },
  },
  {
    from: `pg_catalog.pg_policy y JOIN pg_catalog.pg_class c ON c.oid = y.polrelid`,
    sql: `pg_catalog.format('DROP POLICY IF EXISTS %I ON %s', y.polname, c.oid::pg_catalog.regclass)`,
    ...{ catalog: 'pg_policy', id: 'y.oid', owner: 'c.relowner' },
  },
  {
    // The index of an exclusion constraint goes with it.
    from: `pg_catalog.pg_class c JOIN pg_catalog.pg_index x ON x.indexrelid = c.oid AND NOT c.relispartition
             LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')`,
    sql: `CASE WHEN k.oid IS NULL THEN pg_catalog.format('DROP INDEX IF EXISTS %s', c.oid::pg_catalog.regclass)
               ELSE pg_catalog.format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', x.indrelid::pg_catalog.regclass, k.conname) END`,
    ...{ catalog: 'pg_class', id: 'c.oid', owner: 'c.relowner' },
  },
  {
    from: `pg_catalog.pg_statistic_ext e JOIN pg_catalog.pg_namespace n ON n.oid = e.stxnamespace`,
    sql: `pg_catalog.format('DROP STATISTICS IF EXISTS %I.%I', n.nspname, e.stxname)`,
    ...{ catalog: 'pg_statistic_ext', id: 'e.oid', owner: 'e.stxowner' },
  },
  {
    from: `pg_catalog.pg_cast s JOIN pg_catalog.pg_type t ON t.oid = s.castsource`,
    sql: `pg_catalog.format('DROP CAST IF EXISTS (%s AS %s)', pg_catalog.format_type(s.castsource, NULL), pg_catalog.format_type(s.casttarget, NULL))`,
    ...{ catalog: 'pg_cast', id: 's.oid', owner: 't.typowner' },
  },
  {
    // Run without asking whether one may, and there for as long as the type. In its own language, which sessions remember.
    from: `pg_catalog.pg_range g JOIN pg_catalog.pg_type t ON t.oid = g.rngtypid JOIN pg_catalog.pg_proc p ON p.oid = g.rngsubdiff
             JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace AND p.prosrc NOT IN ('BEGIN RETURN 0; END', 'SELECT 0::pg_catalog.float8')
             JOIN pg_catalog.pg_language l ON l.oid = p.prolang`,
    sql: `pg_catalog.format('CREATE OR REPLACE FUNCTION %I.%I(%s) RETURNS pg_catalog.float8 IMMUTABLE LANGUAGE %s',
             n.nspname, p.proname, pg_catalog.pg_get_function_arguments(p.oid),
             CASE WHEN l.lanname = 'plpgsql'::pg_catalog.name THEN 'plpgsql AS ''BEGIN RETURN 0; END''' ELSE 'sql AS ''SELECT 0::pg_catalog.float8''' END)`,
    ...{ catalog: 'pg_type', id: 't.oid', owner: 'p.proowner' },
  },
];

/** The role's own code, which something may call by name or by operator. */
const CODE = `
  SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AS class, oid FROM pg_catalog.pg_proc WHERE proowner = $1::pg_catalog.int8::pg_catalog.oid
   UNION ALL
  SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass::pg_catalog.oid, oid FROM pg_catalog.pg_operator WHERE oprowner = $1::pg_catalog.int8::pg_catalog.oid`;

/**
 * Statements that take away what calls the code of the role $1: on its own things, and on those of whom the roles $2 act for,
 * where the holder could put it with their rights. `elsewhere`: on the latter.
 */
export const CALLERS_OF_ROLE = CALLERS.map(
  ({ from, sql, catalog, id, owner }) => `
  SELECT ${sql} AS sql, ${owner} <> $1::pg_catalog.int8::pg_catalog.oid AS elsewhere FROM ${from}
   WHERE EXISTS (SELECT 1 FROM pg_catalog.pg_depend dep JOIN (${CODE}) AS code ON dep.refclassid = code.class AND dep.refobjid = code.oid
                  WHERE dep.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass::pg_catalog.oid AND dep.objid = ${id})
     AND (${owner} = $1::pg_catalog.int8::pg_catalog.oid OR EXISTS (SELECT 1 FROM pg_catalog.pg_roles r
           WHERE r.rolname = ANY ($2::pg_catalog.name[]) AND pg_catalog.pg_has_role(r.oid, ${owner}, 'USAGE'::pg_catalog.text)))`,
).join('\n UNION ALL ');

/** The same for triggers on what is not the role's, gone instead of switched off: its function cannot be dropped before. */
export const FOREIGN_TRIGGERS = `
  SELECT ${STATEMENT.dropTrigger} AS sql, true AS elsewhere FROM pg_catalog.pg_trigger t
    JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid AND NOT t.tgisinternal AND t.tgparentid = 0::pg_catalog.oid
    JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid AND p.proowner = $1::pg_catalog.int8::pg_catalog.oid
   WHERE c.relowner <> p.proowner AND EXISTS (SELECT 1 FROM pg_catalog.pg_roles r
           WHERE r.rolname = ANY ($2::pg_catalog.name[]) AND pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE'::pg_catalog.text))`;
