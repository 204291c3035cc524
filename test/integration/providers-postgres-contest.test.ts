import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
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
    const { rows } = await admin.query(
      `SELECT rolcanlogin, (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
         FROM pg_roles r WHERE rolname = 'latchkey_stuck'`,
    );
    expect(rows).toEqual([{ rolcanlogin: false, memberships: 0 }]);
    await admin.query('DROP OWNED BY latchkey_stuck');
    await ok(call('revoke', 'stuck', state));
    await gone('stuck', answer.state);
  });
});
