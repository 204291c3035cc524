import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgresProvider, type PostgresProvider } from '../support/postgres-provider.ts';
import { eventually } from '../support/eventually.ts';

let target: PostgresProvider;
/** Everything that the provider sent in a whole life of a grant, as the server logged it. */
let sent: string;

/** Written to the server's log by everything that the holder made, whatever becomes of the transaction. */
const REACHED = /reached (\S+ \S+) of \S+ as latchkey\b/g;
const SCHEMAS = ['public', 'latchkey', 'mine', 'pg_temp'];
const drop = () => ({ config: { ...target.config, ownedObjects: 'drop' } });

beforeAll(async () => {
  target = await startPostgresProvider();
  const { admin } = target;
  await admin.query('GRANT CREATE ON DATABASE payments TO payments_rw, heir_of_latchkey');
  await admin.query("ALTER SYSTEM SET log_line_prefix = '%u: '");
  await logStatements('all');
  await wholeLife('plain');
  await eventually(() => expect(target.server.log.join('')).toContain('DROP ROLE'));
  sent = target.server.log.join('');
  await logStatements('none');
});
afterAll(() => target?.stop());

async function logStatements(which: string): Promise<void> {
  await target.admin.query(`ALTER SYSTEM SET log_statement = '${which}'`);
  await target.admin.query('SELECT pg_reload_conf()');
  await eventually(async () => {
    const { rows } = await target.admin.query('SHOW log_statement');
    expect(rows).toEqual([{ log_statement: which }]);
  });
}

/** Every verb, for a grant whose holder made something. */
async function wholeLife(grantId: string): Promise<void> {
  const { ok, call } = target;
  await ok(call('check', grantId));
  const granted = await ok(call('grant', grantId));
  const state = { state: granted.state ?? {} };
  const holder = await target.logIn(granted);
  await holder.query(
    'CREATE TABLE public.made (id int4); CREATE VIEW public.seen AS SELECT id FROM public.made',
  );
  await ok(call('renew', grantId, state));
  await ok(call('list', grantId));
  await ok(call('revoke', grantId, { ...state, ...drop() }));
  expect(await ok(call('verify', grantId, state))).toMatchObject({ exists: false });
}

interface Overload {
  readonly what: string;
  readonly sql: (schema: string) => string;
}

const body = (what: string, schema: string) =>
  `LANGUAGE plpgsql SET search_path = pg_catalog AS $$ BEGIN RAISE LOG 'reached ${what} of ${schema} as %', current_user; END $$`;

/** Overloads of everything that is named in what was sent, for all the types that PostgreSQL has it for. */
async function overloads(): Promise<readonly Overload[]> {
  const words = [...new Set(sent.match(/[a-z_][a-z0-9_]*/g))];
  const { rows: functions } = await target.admin.query<{ name: string; args: string; result: string }>(
    `SELECT proname AS name, pg_get_function_arguments(oid) AS args, pg_get_function_result(oid) AS result FROM pg_proc
      WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND proname = ANY($1)`,
    [words],
  );
  const { rows: operators } = await target.admin.query<Record<'name' | 'l' | 'r' | 'result', string>>(
    `SELECT oprname AS name, oprleft::regtype AS l, oprright::regtype AS r, oprresult::regtype AS result
       FROM pg_operator WHERE oprleft <> 0 AND oprname = ANY($1)`,
    [[...new Set(sent.match(/[-+*/<>=~!@#%^&|]+/g))]],
  );
  const { rows: relations } = await target.admin.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v') AND relname = ANY($1)`,
    [words],
  );
  const { rows: types } = await target.admin.query<{ name: string }>(
    `SELECT typname AS name FROM pg_type
      WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b' AND typname = ANY($1)`,
    [words],
  );
  return [
    ...functions.map(({ name, args, result }) => ({
      what: `function ${name}`,
      sql: (s: string) =>
        `CREATE FUNCTION ${s}."${name}"(${args}) RETURNS ${result} ${body(`function ${name}`, s)}`,
    })),
    ...operators.map(({ name, l, r, result }, at) => ({
      what: `operator ${name}`,
      sql: (s: string) =>
        `CREATE FUNCTION ${s}.op${at}(${l}, ${r}) RETURNS ${result} ${body(`operator ${name}`, s)};
         CREATE OPERATOR ${s}.${name} (leftarg = ${l}, rightarg = ${r}, function = ${s}.op${at})`,
    })),
    {
      what: 'aggregate count',
      sql: (s) => `CREATE FUNCTION ${s}.counted(int8) RETURNS int8 ${body('aggregate count', s)};
                   CREATE AGGREGATE ${s}.count(*) (sfunc = ${s}.counted, stype = int8, initcond = '0')`,
    },
    ...relations.map(({ name }) => ({
      what: `relation ${name}`,
      sql: (s: string) =>
        `CREATE FUNCTION ${s}."see_${name}"() RETURNS bool ${body(`relation ${name}`, s)};
         CREATE VIEW ${s}."${name}" AS SELECT * FROM pg_catalog."${name}" WHERE ${s}."see_${name}"()`,
    })),
    ...types.map(({ name }) => ({
      what: `type ${name}`,
      sql: (s: string) =>
        `CREATE FUNCTION ${s}."be_${name}"() RETURNS bool ${body(`type ${name}`, s)};
         CREATE DOMAIN ${s}."${name}" AS pg_catalog."${name}" CHECK (${s}."be_${name}"())`,
    })),
  ];
}

/** What of it the holder could make: pseudo-types and some results are refused to everybody but superusers. */
async function makeAll(holder: pg.Client, all: readonly Overload[]): Promise<ReadonlySet<string>> {
  const made = new Set<string>();
  await holder.query('SET search_path = pg_catalog');
  for (const schema of SCHEMAS) {
    if (schema === 'latchkey' || schema === 'mine') await holder.query(`CREATE SCHEMA ${schema}`);
    if (schema !== 'pg_temp') await holder.query(`GRANT USAGE ON SCHEMA ${schema} TO PUBLIC`).catch(() => 0);
    for (const { what, sql } of all) {
      const done = await holder.query(sql(schema)).then(
        () => true,
        () => false,
      );
      if (done) made.add(what);
    }
  }
  return made;
}

const reached = () => [...new Set([...target.server.log.join('').matchAll(REACHED)].map((hit) => hit[1]))];

describe('nothing that a holder makes is interpreted with the provider’s rights', () => {
  it(
    'whatever functions, operators, tables and types are overloaded in whatever schema',
    { timeout: 180_000 },
    async () => {
      const { admin, ok, call, logIn, connect } = target;
      const granted = await ok(call('grant', 'evil'));
      const made = await makeAll(await logIn(granted), await overloads());
      const named = [
        'pg_has_role',
        'pg_terminate_backend',
        'shobj_description',
        'starts_with',
        'current_setting',
      ];
      for (const name of [...named, 'pg_control_system']) expect(made).toContain(`function ${name}`);
      for (const what of ['operator =', 'aggregate count', 'relation pg_roles', 'type oid'])
        expect(made).toContain(what);
      // The worst that the owner of a database, or an administrator by mistake, can set.
      const path = 'latchkey, mine, public, pg_catalog';
      await admin.query(`ALTER DATABASE payments SET search_path = ${path}`);
      await admin.query(`ALTER ROLE latchkey SET search_path = ${path}`);
      await admin.query('ALTER ROLE latchkey SET default_transaction_read_only = on');

      // They do work: who calls them as everybody does is caught.
      const careless = await connect('payments', { user: 'latchkey', password: 'of-latchkey' });
      for (const sql of [
        `SELECT pg_has_role('latchkey'::pg_catalog.name, 'USAGE'::pg_catalog.text)`,
        'SELECT 1 FROM pg_roles',
        'SELECT count(*) FROM pg_catalog.pg_class',
        'SELECT 1 FROM pg_catalog.pg_class WHERE relname = $1::pg_catalog.name',
      ])
        await careless.query(sql, sql.includes('$1') ? ['x'] : []).catch(() => undefined);
      const controls = ['function pg_has_role', 'relation pg_roles', 'aggregate count', 'operator ='];
      await eventually(() => expect(reached()).toEqual(expect.arrayContaining(controls)));

      const before = reached().length;
      const log = target.server.log.length;
      await wholeLife('other');
      const state = { state: granted.state ?? {} };
      await ok(call('renew', 'evil', state));
      await ok(call('verify', 'evil', state));
      await ok(call('revoke', 'evil', { ...state, ...drop() }));
      expect(await ok(call('verify', 'evil', state))).toMatchObject({ exists: false });
      // The log is written in order: once this is there, everything before it is.
      await admin.query(`DO $$ BEGIN RAISE LOG 'the end of it'; END $$`);
      await eventually(() => expect(target.server.log.join('')).toContain('the end of it'));
      expect(target.server.log.slice(log).join('').match(REACHED)).toBeNull();
      expect(reached()).toHaveLength(before);
    },
  );
});
