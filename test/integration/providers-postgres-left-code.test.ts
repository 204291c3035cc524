import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgresProvider, type PostgresProvider } from '../support/postgres-provider.ts';

let target: PostgresProvider;
let victim: pg.Client;
/** What the holder's code said, to whoever came near it. */
const reached: string[] = [];

beforeAll(async () => {
  target = await startPostgresProvider(['max_connections=20', 'max_locks_per_transaction=20']);
  const { admin } = target;
  await admin.query(`GRANT CREATE ON DATABASE payments TO payments_rw, heir_of_latchkey;
    CREATE ROLE victim LOGIN PASSWORD 'victim';
    CREATE FOREIGN DATA WRAPPER somewhere; GRANT USAGE ON FOREIGN DATA WRAPPER somewhere TO payments_rw, heir_of_latchkey;
    GRANT pg_create_subscription TO payments_rw`);
  victim = await target.connect('payments', { user: 'victim', password: 'victim' });
  for (const client of [admin, victim])
    client.on('notice', ({ message }) => void (message?.startsWith('reached') && reached.push(message)));
});
afterAll(() => target?.stop());

const times = (count: number, sql: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => sql(n)).join(';\n');

async function begin(grantId: string, how: string, sql: readonly string[]) {
  const { ok, call, logIn, config } = target;
  const changes = { config: { ...config, ownedObjects: how } };
  const answer = await ok(call('grant', grantId, changes));
  const holder = await logIn(answer);
  for (const each of sql) await holder.query(each);
  return { revoke: () => call('revoke', grantId, { ...changes, state: answer.state ?? {} }) };
}

const isThere = async (grantId: string): Promise<boolean> =>
  (await target.admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [`latchkey_${grantId}`])).rows
    .length > 0;

const REACH = `
  CREATE FUNCTION public.reach(text) RETURNS int IMMUTABLE LANGUAGE plpgsql
    AS 'BEGIN RAISE NOTICE ''reached as %'', current_user; RETURN 1; END';
  CREATE FUNCTION public.reach2(text, text) RETURNS float8 IMMUTABLE LANGUAGE plpgsql
    AS 'BEGIN RAISE NOTICE ''reached as %'', current_user; RETURN 1; END';
  CREATE FUNCTION public.snap() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RAISE NOTICE ''reached as %'', current_user; RETURN NEW; END';
  CREATE OPERATOR public.<~> (leftarg = text, rightarg = text, function = public.reach2)`;

const insert = (table: string): string => `INSERT INTO ${table} (a) VALUES ('x')`;

interface Left {
  readonly make: string;
  /** What somebody does who comes near. */
  readonly near: string;
}

const KINDS: Readonly<Record<string, Left>> = {
  'a trigger on a view': {
    make: `CREATE TABLE k1_of (a text); CREATE VIEW k1 AS SELECT a FROM k1_of; CREATE TRIGGER t INSTEAD OF INSERT ON k1 FOR EACH ROW EXECUTE FUNCTION snap()`,
    near: insert('k1'),
  },
  'a default': { make: `CREATE TABLE k2 (a text, b int DEFAULT reach('x'))`, near: insert('k2') },
  'a default with an operator': {
    make: `CREATE TABLE k3 (a text, b float8 DEFAULT 'x'::text <~> 'y'::text)`,
    near: insert('k3'),
  },
  'a rule': {
    make: `CREATE TABLE k4 (a text); CREATE RULE r AS ON INSERT TO k4 DO ALSO SELECT reach('x')`,
    near: insert('k4'),
  },
  'a generated column': {
    make: `CREATE TABLE k5 (a text, b int GENERATED ALWAYS AS (reach(a)) STORED)`,
    near: insert('k5'),
  },
  'a check': { make: `CREATE TABLE k6 (a text CHECK (reach(a) > 0))`, near: insert('k6') },
  'an expression index': {
    make: `CREATE TABLE k7 (a text); CREATE INDEX ON k7 (reach(a))`,
    near: insert('k7'),
  },
  'a partial index': {
    make: `CREATE TABLE k8 (a text); CREATE INDEX ON k8 (a) WHERE reach(a) > 0`,
    near: insert('k8'),
  },
  'an exclusion': {
    make: `CREATE TABLE k9 (a text, EXCLUDE USING btree (a WITH =) WHERE (reach(a) > 0))`,
    near: `INSERT INTO k9 VALUES (random()::text)`,
  },
  'a domain’s check': {
    make: `CREATE DOMAIN d10 AS text CHECK (reach(VALUE) > 0); CREATE TABLE k10 (a d10)`,
    near: insert('k10'),
  },
  'a domain’s default': {
    make: `CREATE DOMAIN d11 AS int DEFAULT reach('x'); CREATE TABLE k11 (a text, b d11)`,
    near: insert('k11'),
  },
  'a policy': {
    make: `CREATE TABLE k12 (a text); INSERT INTO k12 VALUES ('x'); ALTER TABLE k12 ENABLE ROW LEVEL SECURITY;
           CREATE POLICY p ON k12 USING (reach(a) > 0)`,
    near: 'SELECT * FROM k12',
  },
  'a view': { make: `CREATE VIEW k13 AS SELECT reach('x') AS a`, near: 'SELECT * FROM k13' },
  'a range type': {
    make: `CREATE TYPE r14 AS RANGE (subtype = text, subtype_diff = reach2); CREATE TABLE k14 (a r14);
           CREATE INDEX ON k14 USING gist (a)`,
    near: `INSERT INTO k14 SELECT r14(lpad(i::text, 20, '0'), NULL) FROM generate_series(1, 1000) i`,
  },
  'a trigger on a granted role’s table': {
    make: 'CREATE TRIGGER t BEFORE INSERT ON theirs FOR EACH ROW EXECUTE FUNCTION snap()',
    near: insert('theirs'),
  },
  'a default on a granted role’s table': {
    make: `ALTER TABLE theirs2 ALTER COLUMN b SET DEFAULT reach('x')`,
    near: insert('theirs2'),
  },
  'a policy on a granted role’s table': {
    make: `ALTER TABLE theirs3 ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON theirs3 USING (reach(a) > 0)`,
    near: 'SELECT * FROM theirs3',
  },
};

describe('what a holder wrote does not run any more when the grant has ended (reassign)', () => {
  it('whatever calls it, for whoever comes near, a superuser too', async () => {
    const { admin, ok } = target;
    for (const table of ['theirs', 'theirs2', 'theirs3'])
      await admin.query(
        `CREATE TABLE ${table} (a text, b int); INSERT INTO ${table} VALUES ('x'); ALTER TABLE ${table} OWNER TO payments_rw; GRANT ALL ON ${table} TO PUBLIC`,
      );
    const { revoke } = await begin('left', 'reassign', [
      `ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC;${REACH}`,
      ...Object.values(KINDS).map(({ make }) => make),
      `CREATE SERVER s FOREIGN DATA WRAPPER somewhere; CREATE FOREIGN TABLE away (a text) SERVER s;
       CREATE TRIGGER t BEFORE INSERT ON away FOR EACH ROW EXECUTE FUNCTION snap()`,
    ]);
    const reachedBy = async (): Promise<readonly string[]> => {
      const kinds: string[] = [];
      for (const [kind, { near }] of Object.entries(KINDS)) {
        reached.length = 0;
        for (const client of [admin, victim]) await client.query(near);
        if (reached.length > 0) kinds.push(kind);
      }
      return kinds;
    };
    // It is true that all of them run before the end.
    expect(await reachedBy()).toEqual(Object.keys(KINDS));
    const { evidence } = await ok(revoke());
    expect(await reachedBy()).toEqual([]);
    // The trigger of the foreign table was the only one of its own to switch off; the view’s is a caller.
    expect(evidence).toMatchObject({ triggers: 1, rules: 1, functions: 3 });
    expect(evidence?.['callers']).toBeGreaterThan(14);
    await expect(victim.query(`SELECT public.reach('x')`)).rejects.toThrow(/permission denied for function/);
    const { rows } = await admin.query(`SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'away'::regclass`);
    expect(rows).toEqual([{ tgenabled: 'D' }]);
    // What was borrowed for it was given back.
    const { rows: kept } = await admin.query(`SELECT pg_has_role('latchkey', 'payments_rw', 'USAGE') AS has`);
    expect(kept).toEqual([{ has: false }]);
    await admin.query('DROP OWNED BY heir_of_latchkey CASCADE');
    await admin.query(`GRANT CREATE, USAGE ON SCHEMA public TO heir_of_latchkey; GRANT CREATE ON DATABASE payments TO heir_of_latchkey;
      GRANT USAGE ON FOREIGN DATA WRAPPER somewhere TO heir_of_latchkey`);
  });
});

const CIRCLES: Readonly<Record<string, readonly string[]>> = {
  'tables in a ring of foreign keys': [
    times(120, (n) => `CREATE TABLE ring_${n} (id int PRIMARY KEY, o int)`),
    times(120, (n) => `ALTER TABLE ring_${n} ADD FOREIGN KEY (o) REFERENCES ring_${(n + 1) % 120}`),
  ],
  'views that need each other': [
    times(60, (n) => `CREATE VIEW a_${n} AS SELECT 1 AS a`),
    times(60, (n) => `CREATE VIEW b_${n} AS SELECT a FROM a_${n}`),
    times(60, (n) => `CREATE OR REPLACE VIEW a_${n} AS SELECT (SELECT 1) AS a, (SELECT a FROM b_${n}) AS b`),
  ],
};

describe('a holder cannot make the end fail (drop)', () => {
  it.each(Object.keys(CIRCLES))('with %s', async (what) => {
    const { revoke } = await begin('circle', 'drop', CIRCLES[what] ?? []);
    await target.ok(revoke());
    expect(await isThere('circle')).toBe(false);
  });

  it('but what somebody else built on it stays, and is named', async () => {
    const { admin, refused, ok } = target;
    const { revoke } = await begin('ring', 'drop', CIRCLES['tables in a ring of foreign keys'] ?? []);
    await admin.query(times(120, (n) => `CREATE VIEW seen_${n} AS SELECT id FROM ring_${n}`));
    expect(await refused(revoke())).toMatch(
      /built on what it made \(.*view public\.seen_\d+ depends on table public\.ring_/,
    );
    await admin.query(times(120, (n) => `DROP VIEW seen_${n}`));
    await ok(revoke());
    expect(await isThere('ring')).toBe(false);
  });

  it('with code on a table that the granted role owns', async () => {
    const { admin, ok } = target;
    await admin.query('CREATE TABLE shared_one (a text, b int); ALTER TABLE shared_one OWNER TO payments_rw');
    const { revoke } = await begin('placed', 'drop', [
      REACH,
      `CREATE TRIGGER t BEFORE INSERT ON shared_one FOR EACH ROW EXECUTE FUNCTION snap();
       ALTER TABLE shared_one ALTER COLUMN b SET DEFAULT reach('x'), ADD CHECK (reach(a) > 0)`,
    ]);
    expect((await ok(revoke())).evidence).toMatchObject({ callers: 3 });
    expect(await isThere('placed')).toBe(false);
    await admin.query(insert('shared_one'));
  });
});

describe('subscriptions', () => {
  it.each(['drop', 'reassign'])('go with the grant (%s)', async (how) => {
    const { ok, admin } = target;
    const { revoke } = await begin('subscriber', how, [
      `CREATE SUBSCRIPTION sub CONNECTION 'host=127.0.0.1 port=1 dbname=x user=a password=b' PUBLICATION p WITH (connect = false)`,
      'ALTER SUBSCRIPTION sub ENABLE',
    ]);
    expect((await ok(revoke())).evidence).toMatchObject({ subscriptions: 1 });
    expect((await admin.query('SELECT 1 FROM pg_subscription')).rows).toEqual([]);
    expect(await isThere('subscriber')).toBe(false);
  });
});
