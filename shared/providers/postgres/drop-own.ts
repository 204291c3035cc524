import type pg from 'pg';

/** Whose thing each is that CASCADE could take; a column, a default or a trigger is whose table it is on. */
const NOT_OF_ROLE: readonly (readonly [from: string, owner: string])[] = [
  ['pg_catalog.pg_class x', 'x.relowner'],
  ['pg_catalog.pg_proc x', 'x.proowner'],
  ['pg_catalog.pg_type x', 'x.typowner'],
  ['pg_catalog.pg_operator x', 'x.oprowner'],
  ['pg_catalog.pg_opclass x', 'x.opcowner'],
  ['pg_catalog.pg_opfamily x', 'x.opfowner'],
  ['pg_catalog.pg_collation x', 'x.collowner'],
  ['pg_catalog.pg_conversion x', 'x.conowner'],
  ['pg_catalog.pg_namespace x', 'x.nspowner'],
  ['pg_catalog.pg_ts_config x', 'x.cfgowner'],
  ['pg_catalog.pg_ts_dict x', 'x.dictowner'],
  ['pg_catalog.pg_statistic_ext x', 'x.stxowner'],
  ['pg_catalog.pg_foreign_server x', 'x.srvowner'],
  ['pg_catalog.pg_publication x', 'x.pubowner'],
  ['pg_catalog.pg_extension x', 'x.extowner'],
  ['pg_catalog.pg_cast x JOIN pg_catalog.pg_type t ON t.oid = x.castsource', 't.typowner'],
  [
    'pg_catalog.pg_constraint x LEFT JOIN pg_catalog.pg_class c ON c.oid = x.conrelid LEFT JOIN pg_catalog.pg_type t ON t.oid = x.contypid',
    'coalesce(c.relowner, t.typowner)',
  ],
  ['pg_catalog.pg_attrdef x JOIN pg_catalog.pg_class c ON c.oid = x.adrelid', 'c.relowner'],
  ['pg_catalog.pg_rewrite x JOIN pg_catalog.pg_class c ON c.oid = x.ev_class', 'c.relowner'],
  ['pg_catalog.pg_policy x JOIN pg_catalog.pg_class c ON c.oid = x.polrelid', 'c.relowner'],
  // Those of foreign keys are on either table.
  [
    'pg_catalog.pg_trigger x JOIN pg_catalog.pg_class c ON c.oid = x.tgrelid AND NOT x.tgisinternal',
    'c.relowner',
  ],
  [
    'pg_catalog.pg_attribute x JOIN pg_catalog.pg_class c ON c.oid = x.attrelid AND NOT x.attisdropped',
    'c.relowner',
  ],
];

/** How long each thing is waited for: the next try comes by again. */
const PATIENCE_MS = 100;

const COUNT = `SELECT pg_catalog.concat_ws(' '::pg_catalog.text, ${NOT_OF_ROLE.map(
  ([from, owner]) =>
    `(SELECT pg_catalog.count(*) FROM ${from} WHERE ${owner} <> $1::pg_catalog.int8::pg_catalog.oid)`,
).join(', ')}) AS counts`;

/**
 * Drops things that need each other (foreign keys in a ring, views in a circle), each with what needs it, as long as all of
 * that is the role's own. `some` went, or none since `others` would have lost something, or `none`.
 *
 * Invariant: what somebody else has stays. It is counted before and after, and a drop that took something is rolled back.
 */
export async function dropOwnBatch(
  client: pg.Client,
  oid: number,
  statements: readonly string[],
): Promise<'some' | 'others' | 'none'> {
  let done: 'some' | 'others' | 'none' = 'none';
  for (const statement of statements) {
    if (!statement.includes('DROP ')) continue;
    try {
      // One state of the catalogs throughout, so that what others make or drop meanwhile does not count.
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = ${PATIENCE_MS}`);
      const before = await countOthers(client, oid);
      await client.query(`${statement} CASCADE`);
      const isOwn = (await countOthers(client, oid)) === before;
      await client.query(isOwn ? 'COMMIT' : 'ROLLBACK');
      if (isOwn) done = 'some';
      else if (done === 'none') done = 'others';
    } catch {
      // Gone with one before it, in use, or needed in another way: the next round finds out.
      await client.query('ROLLBACK');
    }
  }
  return done;
}

async function countOthers(client: pg.Client, oid: number): Promise<string> {
  const { rows } = await client.query<{ counts: string }>(COUNT, [oid]);
  return rows[0]?.counts ?? '';
}
