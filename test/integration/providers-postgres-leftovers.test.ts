import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseVersion } from '../../shared/providers/postgres/check-rights.ts';
import { startPostgresProvider, type PostgresProvider } from '../support/postgres-provider.ts';

let target: PostgresProvider;

beforeAll(async () => {
  // So few locks that a thousand tables in one transaction would leave none for anybody.
  target = await startPostgresProvider(['max_connections=20', 'max_locks_per_transaction=20']);
});
afterAll(() => target?.stop());

const entitlement = (roles: readonly string[], allow: readonly string[] = []) => ({
  entitlement: { id: 'x', title: 'x', input: { roles, allow } },
});

describe('access does not survive in what was made during the grant', () => {
  it('functions, views and triggers that a holder made are harmless afterwards, and counted', async () => {
    const { ok, call, logIn, admin, connect } = target;
    await admin.query('CREATE TABLE salaries (amount int); GRANT SELECT ON salaries TO payments_rw');
    await admin.query('GRANT CREATE ON DATABASE payments TO payments_rw, heir_of_latchkey');
    await admin.query(`CREATE ROLE outsider LOGIN PASSWORD 'outsider'`);
    const answer = await ok(call('grant', 'maker'));
    const holder = await logIn(answer);
    await holder.query(`
      CREATE FUNCTION public.door() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT amount FROM public.salaries';
      CREATE VIEW public.window AS SELECT * FROM public.salaries; GRANT SELECT ON public.window TO PUBLIC;
      CREATE TABLE public.bait (id int); GRANT INSERT ON public.bait TO PUBLIC;
      CREATE FUNCTION public.snap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RAISE EXCEPTION ''snap''; END';
      CREATE TRIGGER snap BEFORE INSERT ON public.bait FOR EACH ROW EXECUTE FUNCTION public.snap();
      CREATE SCHEMA own; CREATE FUNCTION own.f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'`);
    const outsider = await connect('payments', { user: 'outsider', password: 'outsider' });
    await outsider.query('SELECT public.door()');
    const revoked = await ok(call('revoke', 'maker', { state: answer.state ?? {} }));
    expect(revoked.evidence).toMatchObject({ definerFunctions: 3, views: 1, triggers: 1 });
    await expect(outsider.query('SELECT public.door()')).rejects.toThrow(/permission denied for function/);
    await expect(outsider.query('SELECT * FROM public.window')).rejects.toThrow(/permission denied/);
    await outsider.query('INSERT INTO public.bait VALUES (1)');
    expect(await ok(call('verify', 'maker', { state: answer.state ?? {} }))).toMatchObject({ exists: false });

    await admin.query('DROP OWNED BY heir_of_latchkey CASCADE');
    await admin.query('GRANT CREATE, USAGE ON SCHEMA public TO heir_of_latchkey');
    await admin.query('REVOKE CREATE ON DATABASE payments FROM payments_rw');
  });

  it('what somebody does later with what a holder left keeps no grant from being gone, and check names it', async () => {
    const { ok, call, logIn, admin, refused } = target;
    const first = await ok(call('grant', 'reporter'));
    await (
      await logIn(first)
    ).query(
      `CREATE VIEW public.report AS SELECT * FROM public.ledger;
       CREATE FUNCTION public.tell() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    );
    await ok(call('revoke', 'reporter', { state: first.state ?? {} }));
    await admin.query('CREATE OR REPLACE VIEW public.report AS SELECT * FROM public.ledger');
    await admin.query('ALTER FUNCTION public.tell() SECURITY DEFINER');
    const later = await ok(call('grant', 'later'));
    await ok(call('revoke', 'later', { state: later.state ?? {} }));
    for (const [id, { state = {} }] of [
      ['later', later],
      ['reporter', first],
    ] as const)
      expect(await ok(call('verify', id, { state }))).toMatchObject({ exists: false });
    for (const what of ['ROUTINE public.tell()', 'VIEW public.report']) {
      const said = await refused(call('check', 'later'));
      expect(said).toContain(
        `something of "heir_of_latchkey" opens what holders left to others: ALTER ${what}`,
      );
      await admin.query(/others: (.*?), or give it/.exec(said)?.[1] ?? 'no statement');
    }
    expect(await refused(call('check', 'later'))).toBe('ok');
    await admin.query('DROP VIEW public.report; DROP FUNCTION public.tell');
  });

  it('a holder cannot become a granted role, unless the entitlement asks for it', async () => {
    const { ok, call, logIn } = target;
    for (const allow of [[], ['set-role']]) {
      const holder = await logIn(await ok(call('grant', 'become', entitlement(['payments_rw'], allow))));
      const became = await holder.query('SET ROLE payments_rw').then(
        () => true,
        () => false,
      );
      expect(became).toBe(allow.length > 0);
      await ok(call('revoke', 'become'));
    }
  });

  it.each([
    { what: 'can log in', sql: 'ALTER ROLE risky LOGIN', allow: 'login-roles', says: /can log in/ },
    {
      what: 'may be passed on',
      sql: 'GRANT payments_rw TO risky WITH ADMIN OPTION',
      allow: 'pass-on',
      says: /hand a role on/,
    },
    {
      what: 'may end sessions',
      sql: 'GRANT pg_signal_backend TO risky',
      allow: 'signal-backends',
      says: /sessions/,
    },
  ])(
    'a role that $what is refused by check and grant, unless it is asked for',
    async ({ sql, allow, says }) => {
      const { ok, call, refused, admin } = target;
      await admin.query('CREATE ROLE risky; GRANT risky TO latchkey WITH ADMIN OPTION, INHERIT FALSE');
      expect(await refused(call('check', 'risky', entitlement(['risky'])))).toBe('ok');
      await admin.query(sql);
      for (const verb of ['check', 'grant'] as const)
        expect(await refused(call(verb, 'risky', entitlement(['risky'])))).toMatch(says);
      await ok(call('check', 'risky', entitlement(['risky'], [allow])));
      await admin.query('DROP ROLE risky');
    },
  );
});

describe('the end does no unbounded work in one transaction', () => {
  it.each(['reassign', 'drop'])(
    'more tables than the server has locks for go in batches (%s)',
    async (how) => {
      const { ok, call, logIn, admin, config } = target;
      const changes = { config: { ...config, ownedObjects: how } };
      const answer = await ok(call('grant', 'many', changes));
      const holder = await logIn(answer);
      for (let at = 0; at < 1_500; at += 50) {
        const tables = Array.from(
          { length: 50 },
          (_, n) => `CREATE TABLE many_${at + n} (id serial, t text UNIQUE)`,
        );
        await holder.query(tables.join(';'));
      }
      await holder.query("CREATE VIEW many AS SELECT * FROM many_1499; CREATE TYPE mood AS ENUM ('good')");
      // It is true that all at once does not go here.
      await expect(admin.query('BEGIN; DROP OWNED BY latchkey_many')).rejects.toThrow(/out of shared memory/);
      await admin.query('ROLLBACK');
      await ok(call('revoke', 'many', { ...changes, state: answer.state ?? {} }));
      const { rows } = await admin.query(
        `SELECT tableowner, count(*)::int FROM pg_tables WHERE tablename LIKE 'many%' GROUP BY 1`,
      );
      expect(rows).toEqual(how === 'drop' ? [] : [{ tableowner: 'heir_of_latchkey', count: 1_500 }]);
      if (how === 'reassign')
        for (let at = 0; at < 1_500; at += 50) {
          const names = Array.from({ length: 50 }, (_, n) => `many_${at + n}`);
          await admin.query(`DROP TABLE ${names.join(', ')} CASCADE`);
        }
      await admin.query('DROP TYPE IF EXISTS mood');
    },
  );
});

describe('check asks for what the end needs', () => {
  it('somebody who gets what holders make, with the statement that makes it', async () => {
    const { call, refused, admin } = target;
    await admin.query('ALTER ROLE heir_of_latchkey RENAME TO elsewhere');
    for (const verb of ['check', 'grant'] as const)
      expect(await refused(call(verb, 'heir'))).toMatch(/CREATE ROLE "heir_of_latchkey" NOLOGIN/);
    await admin.query('ALTER ROLE elsewhere RENAME TO heir_of_latchkey');
    await admin.query('REVOKE heir_of_latchkey FROM latchkey CASCADE');
    expect(await refused(call('check', 'heir'))).toMatch(/GRANT "heir_of_latchkey" TO "latchkey" WITH ADMIN/);
    await admin.query('GRANT heir_of_latchkey TO latchkey WITH ADMIN OPTION, INHERIT FALSE, SET FALSE');
  });

  it('the right for them to make things wherever holders may', async () => {
    const { call, refused, admin } = target;
    await admin.query('CREATE SCHEMA "new place"; GRANT CREATE ON SCHEMA "new place" TO payments_rw');
    expect(await refused(call('check', 'heir'))).toMatch(
      /GRANT CREATE ON SCHEMA "new place" TO "heir_of_latchkey"/,
    );
    await admin.query('DROP SCHEMA "new place"');
    await admin.query('GRANT CREATE ON DATABASE payments TO payments_rw');
    expect(await refused(call('check', 'heir'))).toMatch(/GRANT CREATE ON DATABASE/);
    await admin.query('GRANT CREATE ON DATABASE payments TO heir_of_latchkey');
    await admin.query(
      'CREATE FOREIGN DATA WRAPPER away; GRANT USAGE ON FOREIGN DATA WRAPPER away TO payments_rw',
    );
    expect(await refused(call('check', 'heir'))).toMatch(/GRANT USAGE ON FOREIGN DATA WRAPPER away TO/);
    await admin.query('GRANT USAGE ON FOREIGN DATA WRAPPER away TO heir_of_latchkey');
    expect(await refused(call('check', 'heir'))).toBe('ok');
  });

  it('that they have nothing else', async () => {
    const { call, refused, admin } = target;
    await admin.query('GRANT payments_rw TO heir_of_latchkey');
    expect(await refused(call('check', 'heir'))).toMatch(/must not log in, be superuser or be a member/);
    await admin.query('REVOKE payments_rw FROM heir_of_latchkey');
  });

  it('a version that knows all this, in a sentence', () => {
    expect(refuseVersion(150_004)).toMatch(/^This server is PostgreSQL 15; version 16 or newer is needed/);
    expect(refuseVersion(160_000)).toBeNull();
  });

  it('connections that are kept for the end: it says whether there are some', async () => {
    const { ok, call, admin } = target;
    expect((await ok(call('check', 'x'))).evidence).toMatchObject({ reservedConnections: false });
    await admin.query('GRANT pg_use_reserved_connections TO latchkey');
    expect((await ok(call('check', 'x'))).evidence).toMatchObject({ reservedConnections: false });
  });
});
