import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgresProvider, type PostgresProvider } from '../support/postgres-provider.ts';

let target: PostgresProvider;

/** More than one batch, of each. */
const MANY = 60;
/** More than the server has locks for in one transaction. */
const TOO_MANY = 2_500;

beforeAll(async () => {
  target = await startPostgresProvider(['max_connections=20', 'max_locks_per_transaction=20']);
  const { admin } = target;
  await admin.query(`CREATE FOREIGN DATA WRAPPER somewhere; CREATE ROLE payments_ro; GRANT SELECT ON ledger TO payments_ro;
    GRANT payments_ro TO latchkey WITH ADMIN OPTION, INHERIT FALSE`);
  await mayCreate('payments_rw, heir_of_latchkey');
});
afterAll(() => target?.stop());

const mayCreate = (roles: string) =>
  target.admin
    .query(`GRANT CREATE ON DATABASE payments TO ${roles}; GRANT CREATE, USAGE ON SCHEMA public TO ${roles};
    GRANT USAGE ON FOREIGN DATA WRAPPER somewhere TO ${roles}`);

/** What is left of the grant when it has ended. */
async function endOf(grantId: string, statements: readonly string[], how: string, role = 'payments_rw') {
  const { ok, call, logIn, config, admin } = target;
  const changes = {
    config: { ...config, ownedObjects: how },
    entitlement: { id: 'x', title: 'x', input: { roles: [role] } },
  };
  const answer = await ok(call('grant', grantId, changes));
  const holder = await logIn(answer);
  for (let at = 0; at < statements.length; at += 50)
    await holder.query(statements.slice(at, at + 50).join(';\n'));
  await ok(call('revoke', grantId, { ...changes, state: answer.state ?? {} }));
  const { rows } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [`latchkey_${grantId}`]);
  return rows.length;
}

const times = (count: number, sql: (n: number) => string) => Array.from({ length: count }, (_, n) => sql(n));

const KINDS: Readonly<Record<string, (n: number) => string>> = {
  largeobject: () => 'SELECT lo_create(0)',
  range: (n) => `CREATE TYPE range_${n} AS RANGE (subtype = float8)`,
  enum: (n) => `CREATE TYPE enum_${n} AS ENUM ('a')`,
  domain: (n) => `CREATE DOMAIN domain_${n} AS int`,
  composite: (n) => `CREATE TYPE composite_${n} AS (a int)`,
  schema: (n) => `CREATE SCHEMA own_${n}; CREATE TABLE own_${n}.t (id serial)`,
  function: (n) => `CREATE FUNCTION f_${n}(int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  procedure: (n) => `CREATE PROCEDURE p_${n}() LANGUAGE sql AS 'SELECT 1'`,
  aggregate: (n) => `CREATE AGGREGATE a_${n}(int) (sfunc = int4pl, stype = int)`,
  operator: (n) =>
    `CREATE SCHEMA o_${n}; CREATE OPERATOR o_${n}.+ (leftarg = text, rightarg = text, function = textcat)`,
  dictionary: (n) => `CREATE TEXT SEARCH DICTIONARY d_${n} (template = simple)`,
  configuration: (n) => `CREATE TEXT SEARCH CONFIGURATION c_${n} (copy = simple)`,
  collation: (n) => `CREATE COLLATION col_${n} FROM "C"`,
  conversion: (n) => `CREATE CONVERSION con_${n} FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`,
  statistics: (n) => `CREATE TABLE st_${n} (a int, b int); CREATE STATISTICS s_${n} ON a, b FROM st_${n}`,
  sequence: (n) => `CREATE SEQUENCE q_${n}`,
  view: (n) => `CREATE VIEW v_${n} AS SELECT 1`,
  materialized: (n) => `CREATE MATERIALIZED VIEW m_${n} AS SELECT 1`,
  publication: (n) => `CREATE PUBLICATION pub_${n}`,
  server: (n) =>
    `CREATE SERVER s_${n} FOREIGN DATA WRAPPER somewhere; CREATE USER MAPPING FOR CURRENT_USER SERVER s_${n};
     CREATE FOREIGN TABLE ft_${n} (a int) SERVER s_${n}`,
};

describe('whatever a holder makes, however much of it, the end takes it away', () => {
  it.each(
    Object.entries(KINDS).flatMap(([kind, sql]) => ['drop', 'reassign'].map((how) => ({ kind, sql, how }))),
  )('$kind ($how)', async ({ kind, sql, how }) => {
    expect(await endOf(kind, times(MANY, sql), how)).toBe(0);
    if (how === 'drop') return;
    await target.admin.query('DROP OWNED BY heir_of_latchkey CASCADE');
    await mayCreate('heir_of_latchkey');
  });
});

describe('a holder who may only read cannot make the end impossible', () => {
  it.each(['drop', 'reassign'])('with default rights in every schema (%s)', async (how) => {
    const { admin } = target;
    const schemas = times(TOO_MANY / 4, (n) => `tenant_${n}`);
    for (let at = 0; at < schemas.length; at += 25)
      await admin.query(
        schemas
          .slice(at, at + 25)
          .map((each) => `CREATE SCHEMA IF NOT EXISTS ${each}`)
          .join(';'),
      );
    const rights = schemas.flatMap((each) =>
      ['TABLES', 'SEQUENCES', 'FUNCTIONS', 'TYPES'].map(
        (kind) => `ALTER DEFAULT PRIVILEGES IN SCHEMA ${each} GRANT ALL ON ${kind} TO PUBLIC, payments_rw`,
      ),
    );
    expect(await endOf('reader', rights, how, 'payments_ro')).toBe(0);
    expect((await admin.query('SELECT 1 FROM pg_default_acl')).rows).toEqual([]);
  });
});
