import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { until } from '../fakes/until.ts';
import { startPostgresProvider, type PostgresProvider } from '../support/postgres-provider.ts';

let target: PostgresProvider;

beforeAll(async () => {
  target = await startPostgresProvider([
    'max_connections=30',
    'reserved_connections=3',
    'max_prepared_transactions=10',
  ]);
  await target.admin.query('GRANT pg_use_reserved_connections TO latchkey');
});
afterAll(() => target?.stop());

const gone = async (grantId: string, state: Record<string, unknown> | undefined) =>
  expect(await target.ok(target.call('verify', grantId, { state: state ?? {} }))).toMatchObject({
    exists: false,
  });

/** Logs in until the server refuses; why it did. */
async function fill(logIn: () => Promise<pg.Client>, clients: pg.Client[]): Promise<string> {
  for (;;) {
    try {
      clients.push(await logIn());
    } catch (error) {
      return String(error);
    }
  }
}

describe('what the holder can use up is not what the end needs', () => {
  it('a holder gets no more sessions than the config says, and the end gets in and ends them all', async () => {
    const { ok, call, logIn, admin } = target;
    const answer = await ok(call('grant', 'greedy'));
    const held: pg.Client[] = [];
    expect(await fill(() => logIn(answer), held)).toMatch(/too many connections for role/);
    expect(held).toHaveLength(10);
    const revoked = await ok(call('revoke', 'greedy', { state: answer.state ?? {} }));
    expect(revoked.evidence).toMatchObject({ sessionsEnded: 10 });
    await gone('greedy', answer.state);
    const { rows } = await admin.query("SELECT 1 FROM pg_stat_activity WHERE usename LIKE 'latchkey_%'");
    expect(rows).toEqual([]);
  });

  it('a server on which every ordinary connection is taken still ends access, through the reserved ones', async () => {
    const { ok, call, logIn, admin, connect } = target;
    await admin.query(`CREATE ROLE crowd LOGIN PASSWORD 'crowd'`);
    const answer = await ok(call('grant', 'crowded'));
    const holder = await logIn(answer);
    const held: pg.Client[] = [];
    const refusal = await fill(() => connect('payments', { user: 'crowd', password: 'crowd' }), held);
    expect(refusal).toMatch(/remaining connection slots are reserved/);
    await ok(call('revoke', 'crowded', { state: answer.state ?? {} }));
    await gone('crowded', answer.state);
    await expect(holder.query('SELECT 1')).rejects.toThrow();
    for (const client of held) await client.end();
  });
});

describe('what is left without a session ends too', () => {
  it('transactions that the holder prepared, also one that locks the role itself, are rolled back in every database', async () => {
    const { ok, call, logIn, admin } = target;
    const answer = await ok(call('grant', 'prepared'));
    const here = await logIn(answer);
    await here.query(`BEGIN; ALTER ROLE latchkey_prepared PASSWORD 'mine'`);
    await here.query(`PREPARE TRANSACTION 'it''s mine'`);
    const there = await logIn(answer, 'reports');
    await there.query('BEGIN; CREATE TABLE later (id int); LOCK TABLE ledger IN ROW EXCLUSIVE MODE');
    await there.query(`PREPARE TRANSACTION 'later'`);
    const asked = await ok(call('verify', 'prepared', { state: answer.state ?? {} }));
    expect(asked).toMatchObject({ exists: true, evidence: { prepared: 2 } });
    const revoked = await ok(call('revoke', 'prepared', { state: answer.state ?? {} }));
    expect(revoked.evidence).toMatchObject({ preparedRolledBack: 2 });
    await gone('prepared', answer.state);
    expect((await admin.query('SELECT gid FROM pg_prepared_xacts')).rows).toEqual([]);
    await expect(logIn(answer)).rejects.toThrow(/password authentication failed/);
  });

  it('an end that cannot be finished has taken every membership away before', async () => {
    const { ok, call, refused, admin } = target;
    const answer = await ok(call('grant', 'stuck'));
    await admin.query('CREATE TABLE payroll (id int); GRANT SELECT ON payroll TO latchkey_stuck');
    const state = { state: answer.state ?? {} };
    expect(await refused(call('revoke', 'stuck', state))).not.toBe('ok');
    expect(await powersOf('stuck')).toEqual([{ rolcanlogin: false, memberships: 0 }]);
    await admin.query('DROP OWNED BY latchkey_stuck');
    await ok(call('revoke', 'stuck', state));
    await gone('stuck', answer.state);
  });
});

/** What the role may still do, on the server. */
const powersOf = async (grantId: string) => {
  const { rows } = await target.admin.query(
    `SELECT rolcanlogin, (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
       FROM pg_roles r WHERE rolname = $1`,
    [`latchkey_${grantId}`],
  );
  return rows;
};

describe('no lock that another holder can take keeps access alive', () => {
  it('a holder who watches for locks of the provider, and takes what is seen, stops nothing', async () => {
    const { ok, call, logIn, admin } = target;
    const watcher = await logIn(await ok(call('grant', 'watcher')));
    const begun = admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', ['latchkey_victim']);
    expect((await begun).rows).toEqual([]);
    const watching = watcher.query(`DO $$ DECLARE key bigint; BEGIN
      WHILE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'latchkey_victim') LOOP
        SELECT (classid::bigint << 32) | objid::bigint INTO key FROM pg_locks WHERE locktype = 'advisory' LIMIT 1;
        IF key IS NOT NULL THEN PERFORM pg_advisory_lock(key); RETURN; END IF;
      END LOOP; END $$`);
    const victim = await ok(call('grant', 'victim'));
    await watching;
    await ok(call('revoke', 'victim', { state: victim.state ?? {} }));
    await gone('victim', victim.state);
    await ok(call('revoke', 'watcher'));
  });

  it('the session of another holder that keeps the role from being dropped is ended, and counted', async () => {
    const { ok, call, logIn } = target;
    const other = await logIn(await ok(call('grant', 'other')));
    const victim = await ok(call('grant', 'held'));
    await other.query('CREATE TABLE mine (id int); BEGIN; GRANT SELECT ON mine TO latchkey_held');
    const revoked = await ok(call('revoke', 'held', { state: victim.state ?? {} }));
    expect(revoked.evidence).toMatchObject({ othersEnded: 1 });
    await gone('held', victim.state);
    await ok(call('revoke', 'other'));
  });

  it.each([
    {
      what: 'the role',
      sql: 'GRANT SELECT ON theirs TO latchkey_named',
      says: /transaction of postgres \(process \d+\)/,
    },
    { what: 'what it made', sql: 'LOCK TABLE made', says: /what it made in payments is in use/ },
  ])('a stranger who locks $what finds it powerless, and the next try ends it', async ({ sql, says }) => {
    const { ok, call, refused, logIn, admin, connect } = target;
    const answer = await ok(call('grant', 'named'));
    await (await logIn(answer)).query('CREATE TABLE made (id int)');
    await admin.query('CREATE TABLE theirs (id int)');
    const stranger = await connect('payments');
    await stranger.query(`BEGIN; ${sql}`);
    const said = await refused(call('revoke', 'named', { state: answer.state ?? {} }));
    expect(said).toMatch(/^transient: The role can no longer log in and is a member of nothing/);
    expect(said).toMatch(says);
    expect(await powersOf('named')).toEqual([{ rolcanlogin: false, memberships: 0 }]);
    await stranger.query('ROLLBACK');
    await ok(call('revoke', 'named', { state: answer.state ?? {} }));
    await gone('named', answer.state);
    await admin.query('DROP TABLE made, theirs');
  });

  const DROP = 'DROP OWNED BY latchkey_quicker; DROP ROLE latchkey_quicker;';
  it.each([
    // Whoever asks what a role may do waits, after it was found.
    {
      verb: 'revoke',
      begin: 'LOCK TABLE pg_auth_members IN ACCESS EXCLUSIVE MODE',
      end: DROP,
      at: 'pg_has_role',
    },
    { verb: 'grant', begin: DROP, end: '', at: '^ALTER ROLE' },
  ] as const)(
    'a role that another end drops while a $verb is under way is nothing that a person has to mend',
    async ({ verb, begin, end, at }) => {
      const { ok, call, refused, admin, connect } = target;
      const answer = await ok(call('grant', 'quicker'));
      const quicker = await connect('payments');
      await quicker.query(`BEGIN; ${begin}`);
      const said = refused(call(verb, 'quicker', { state: answer.state ?? {} }));
      await until(async () => {
        const { rows } = await admin.query(
          `SELECT 1 FROM pg_stat_activity WHERE usename = 'latchkey' AND wait_event_type = 'Lock' AND query ~ $1`,
          [at],
        );
        return rows.length > 0;
      });
      await quicker.query(`${end} COMMIT`);
      expect(await said).toMatch(/^(ok$|transient)/);
      await ok(call('revoke', 'quicker'));
      await gone('quicker', undefined);
    },
  );

  it('two ends at once, and a grant and its end at once, come to an end', async () => {
    const { ok, call, refused } = target;
    const answer = await ok(call('grant', 'twice'));
    const ends = Array.from({ length: 3 }, () =>
      refused(call('revoke', 'twice', { state: answer.state ?? {} })),
    );
    for (const said of await Promise.all(ends)) expect(said).toMatch(/^(ok$|transient)/);
    await ok(call('revoke', 'twice', { state: answer.state ?? {} }));
    const both = Array.from({ length: 2 }, () => refused(call('grant', 'twice')));
    for (const said of await Promise.all(both)) expect(said).toMatch(/^(ok$|transient)/);
    await ok(call('revoke', 'twice'));
    await gone('twice', undefined);
  });
});
