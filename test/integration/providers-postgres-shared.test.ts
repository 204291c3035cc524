import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialFor } from '../../shared/providers/postgres/credential-for.ts';
import { readSettings } from '../../shared/providers/postgres/settings.ts';
import { startPostgresProvider, type PostgresProvider } from '../support/postgres-provider.ts';

let target: PostgresProvider;

beforeAll(async () => {
  target = await startPostgresProvider();
});
afterAll(() => target?.stop());

const rightsLeft = async (): Promise<number> => {
  const { rows } = await target.admin.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_roles WHERE rolname LIKE 'latchkey\\_%'`,
  );
  return rows[0]?.count ?? 0;
};

describe('what grants and strangers gave each other does not keep a role', () => {
  it.each([
    { what: 'the giver ends first', order: ['giver', 'taker'] },
    { what: 'the taker ends first', order: ['taker', 'giver'] },
  ])('rights that one grant passed on to another go with either ($what)', async ({ order }) => {
    const { ok, call, logIn, admin } = target;
    const [giver] = [await ok(call('grant', 'giver')), await ok(call('grant', 'taker'))];
    const holder = await logIn(giver);
    await holder.query(
      'CREATE TABLE passed (id int); GRANT ALL ON passed TO latchkey_taker WITH GRANT OPTION',
    );
    await holder.query('ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO latchkey_taker');
    for (const grantId of order) await ok(call('revoke', grantId));
    expect(await rightsLeft()).toBe(0);
    await admin.query('DROP TABLE passed');
  });

  it('rights that somebody else gave to the role: shut out at once, with the statement that ends it', async () => {
    const { ok, call, refused, admin, connect } = target;
    await ok(call('grant', 'gifted'));
    await admin.query('CREATE TABLE payroll (id int); GRANT SELECT ON payroll TO latchkey_gifted');
    const said = await refused(call('revoke', 'gifted'));
    expect(said).toMatch(/^permanent: The role can no longer log in and is a member of nothing/);
    const statement = /in the database payments: (DROP OWNED BY .*;)$/.exec(said)?.[1] ?? '';
    await (await connect('payments')).query(statement);
    await ok(call('revoke', 'gifted'));
    expect(await rightsLeft()).toBe(0);
  });

  it('a stranger’s view on a table that goes: shut out at once, with the statement that ends it', async () => {
    const { ok, call, refused, logIn, admin, connect, config } = target;
    const drop = { config: { ...config, ownedObjects: 'drop' } };
    const holder = await logIn(await ok(call('grant', 'based', drop)));
    await holder.query('CREATE TABLE base (id int)');
    await admin.query('CREATE VIEW stranger AS SELECT * FROM base');
    const said = await refused(call('revoke', 'based', drop));
    expect(said).toMatch(/built on what it made \(.*view public.stranger depends on table public.base/);
    const statement = /in the database payments: (DROP OWNED BY .*;)$/.exec(said)?.[1] ?? '';
    await (await connect('payments')).query(statement);
    await ok(call('revoke', 'based', drop));
    expect(await rightsLeft()).toBe(0);
  });
});

describe('access works from where the requester stands', () => {
  it('a grant tries the password in its database, and says so', async () => {
    const { ok, call } = target;
    expect((await ok(call('grant', 'tried'))).evidence).toMatchObject({ loginTried: true });
    await ok(call('revoke', 'tried'));
  });

  it.each([
    { what: 'that does not exist', database: 'nowhere', sql: [] },
    {
      what: 'where nobody was given CONNECT',
      database: 'reports',
      sql: ['REVOKE CONNECT ON DATABASE reports FROM PUBLIC'],
    },
  ])('a database $what is said by grant, not found out by the requester', async ({ database, sql }) => {
    const { call, refused, admin, ok } = target;
    for (const statement of sql) await admin.query(statement);
    const entitlement = { id: 'x', title: 'x', input: { roles: ['payments_rw'], database } };
    expect(await refused(call('check', 'closed', { entitlement }))).toMatch(
      new RegExp(`^permanent: .*${database}`),
    );
    expect(await refused(call('grant', 'closed', { entitlement }))).toMatch(/^permanent: /);
    await ok(
      call('revoke', 'closed', { entitlement: { ...entitlement, input: { roles: ['payments_rw'] } } }),
    );
    await admin.query('GRANT CONNECT ON DATABASE reports TO PUBLIC');
  });

  const commandWith = (config: Record<string, unknown>) => {
    const base = { tls: 'auto', auth: 'scram', ownedObjects: 'reassign', ...target.config, ...config };
    return credentialFor(readSettings(target.call('grant', 'g', { config: base })), 'secret');
  };

  it('the command works with a private authority, whose certificate comes along', async () => {
    const caFile = join(tmpdir(), `latchkey-ca-${process.pid}.pem`);
    await writeFile(caFile, 'the certificate');
    const { command, fields } = commandWith({ host: 'db.example.com', port: 5432, caFile });
    expect(command).toContain('sslmode=verify-full&sslrootcert=latchkey-postgres-ca.pem');
    expect(fields).toContainEqual(expect.objectContaining({ name: 'certificate', value: 'the certificate' }));
  });

  it.each([
    { host: 'db.example.com', has: '@db.example.com:5432/payments?sslmode=verify-full&sslrootcert=system' },
    { host: '2001:db8::1', has: '@[2001:db8::1]:5432/payments?sslmode=verify-full' },
    { host: '/run/postgresql', has: '@/payments?host=%2Frun%2Fpostgresql&port=5432' },
  ])('the command works for $host', ({ host, has }) => {
    expect(commandWith({ host, port: 5432 }).command).toContain(has);
  });
});
