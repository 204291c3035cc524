import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Credential,
  ProviderCall,
  ProviderOkAnswer,
} from '../../shared/provider-protocol/provider-protocol.ts';
import { runConformance } from '../../shared/providers/conformance/run-conformance.ts';
import type { LoadedProvider } from '../../shared/runner/scripts/load-provider.ts';
import { runScript, type ScriptWorld } from '../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { startPostgres, type RunningPostgres } from '../../build/demo/postgres.ts';
import { providerCall } from '../support/provider-call.ts';
import { shippedProvider } from '../support/shipped-provider.ts';
import { eventually } from '../support/eventually.ts';

let server: RunningPostgres;
let provider: LoadedProvider;
let world: ScriptWorld;
let folder: string;
let admin: pg.Client;

const ADMIN_PASSWORD = 'a password, with "quotes" & $signs';
const config = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  host: server.host,
  port: server.port,
  database: 'payments',
  user: 'latchkey',
  password: ADMIN_PASSWORD,
  ...changes,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-pg-provider-'));
  world = { clock: systemClock, environment: {}, dataFolder: folder };
  provider = await shippedProvider('postgres');
  server = await startPostgres();
  const root = new pg.Client({ connectionString: `${server.adminUrl}/postgres` });
  await root.connect();
  await root.query(`CREATE ROLE latchkey LOGIN CREATEROLE PASSWORD ${pg.escapeLiteral(ADMIN_PASSWORD)}`);
  await root.query('CREATE ROLE payments_rw');
  await root.query('CREATE ROLE "Odd ""name""; --"');
  await root.query('GRANT payments_rw, "Odd ""name""; --" TO latchkey WITH ADMIN OPTION, INHERIT FALSE');
  await root.query('CREATE ROLE heir_of_latchkey NOLOGIN');
  await root.query('GRANT heir_of_latchkey TO latchkey WITH ADMIN OPTION, INHERIT FALSE, SET FALSE');
  await root.query('CREATE DATABASE payments');
  await root.query('CREATE DATABASE reports');
  await root.end();
  for (const database of ['reports', 'payments']) {
    admin = new pg.Client({ connectionString: `${server.adminUrl}/${database}` });
    await admin.connect();
    await admin.query('CREATE TABLE ledger (id int)');
    await admin.query('GRANT SELECT, INSERT ON ledger TO payments_rw');
    await admin.query('GRANT CREATE, USAGE ON SCHEMA public TO payments_rw, heir_of_latchkey');
    if (database === 'reports') await admin.end();
  }
});
afterAll(async () => {
  await admin?.end();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const call = (
  verb: ProviderCall['verb'],
  grantId: string,
  changes: Partial<ProviderCall> = {},
): ProviderCall =>
  providerCall({
    verb,
    grantId,
    config: config(),
    entitlement: { id: 'prod/payments-db:write', title: 'Write', input: { roles: ['payments_rw'] } },
    ...changes,
  });

async function ok(asked: ProviderCall): Promise<ProviderOkAnswer> {
  const { answer } = await runScript(provider, asked, world);
  if (answer.status === 'error') throw new Error(answer.error.message);
  return answer;
}

async function refused(asked: ProviderCall): Promise<string> {
  const { answer } = await runScript(provider, asked, world);
  return answer.status === 'error' ? `${answer.error.class}: ${answer.error.message}` : 'ok';
}

const secret = (credential: Credential | undefined, name: string): string =>
  credential?.fields.find((field) => field.name === name)?.value ?? '';

async function logIn(answer: ProviderOkAnswer, database?: string): Promise<pg.Client> {
  const url = secret(answer.credential, 'url').replace('sslmode=prefer', 'sslmode=disable');
  const client = new pg.Client({
    connectionString: database ? url.replace('/payments?', `/${database}?`) : url,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

describe('the postgres provider', () => {
  it('passes every conformance check, as a user that is no superuser', { timeout: 180_000 }, async () => {
    const results = await runConformance({
      provider,
      config: config(),
      input: { roles: ['payments_rw'] },
      world,
    });
    expect(results.filter((result) => !result.ok)).toEqual([]);
    expect(results.length).toBeGreaterThan(14);
  });

  it('gives a password that works for what the role may do, and for nothing else', async () => {
    const answer = await ok(call('grant', 'works'));
    const client = await logIn(answer);
    await client.query('INSERT INTO ledger VALUES (1)');
    await expect(client.query('DELETE FROM ledger')).rejects.toThrow(/permission denied/);
    await client.end();
    expect(answer.credential?.command).toBe(
      `psql 'postgresql://latchkey_works@127.0.0.1:${server.port}/payments?sslmode=prefer'`,
    );
    const { rows } = await admin.query<{ until: Date; verifier: string }>(
      "SELECT rolvaliduntil AS until, rolpassword AS verifier FROM pg_authid WHERE rolname = 'latchkey_works'",
    );
    expect(rows[0]?.until.getTime()).toBe(call('grant', 'works').deadlineAt);
    expect(rows[0]?.verifier).toMatch(/^SCRAM-SHA-256\$4096:/);
    await ok(call('revoke', 'works'));
  });

  it('ends open sessions and refuses the password after revoke', async () => {
    const answer = await ok(call('grant', 'session'));
    const client = await logIn(answer);
    await client.query('BEGIN');
    await client.query('INSERT INTO ledger VALUES (2)');
    const broken = new Promise((resolve) => client.once('error', resolve));
    const revoked = await ok(call('revoke', 'session', { state: answer.state ?? {} }));
    expect(revoked.evidence).toMatchObject({ sessionsEnded: 1, wasThere: true });
    await broken;
    await expect(client.query('SELECT 1')).rejects.toThrow();
    await expect(logIn(answer)).rejects.toThrow(/password authentication failed/);
    expect(await ok(call('verify', 'session', { state: answer.state ?? {} }))).toMatchObject({
      exists: false,
    });
  });

  it('gives what the role made, in every database, to the heir, which has no rights', async () => {
    const answer = await ok(call('grant', 'owner'));
    for (const database of ['payments', 'reports']) {
      const client = await logIn(answer, database);
      await client.query('CREATE TABLE made_here (id int)');
      await client.query('GRANT SELECT ON made_here TO PUBLIC');
      await client.end();
    }
    await ok(call('revoke', 'owner'));
    const { rows } = await admin.query("SELECT tableowner FROM pg_tables WHERE tablename = 'made_here'");
    expect(rows).toEqual([{ tableowner: 'heir_of_latchkey' }]);
    await admin.query('DROP TABLE made_here');
  });

  it('drops what the role made where that is configured', async () => {
    const drop = { config: config({ ownedObjects: 'drop' }) };
    const client = await logIn(await ok(call('grant', 'dropper', drop)));
    await client.query('CREATE TABLE short_lived (id int)');
    await client.end();
    await ok(call('revoke', 'dropper', drop));
    const { rows } = await admin.query("SELECT 1 FROM pg_tables WHERE tablename = 'short_lived'");
    expect(rows).toEqual([]);
  });

  it('takes away a grant that was handed on, without touching another grant of the same person', async () => {
    const [first, second] = [await ok(call('grant', 'first')), await ok(call('grant', 'second'))];
    const kept = await logIn(second);
    await ok(call('revoke', 'first', { state: first.state ?? {} }));
    await kept.query('INSERT INTO ledger VALUES (3)');
    await kept.end();
    await ok(call('revoke', 'second'));
  });

  it('ends many grants at the same time, each with things of its own', async () => {
    const ids = ['many1', 'many2', 'many3', 'many4'];
    const answers = await Promise.all(ids.map((id) => ok(call('grant', id))));
    for (const [at, answer] of answers.entries()) {
      const client = await logIn(answer);
      await client.query(`CREATE TABLE many_${at} (id int)`);
      await client.query(`CREATE FUNCTION many_${at}() RETURNS int LANGUAGE sql AS 'SELECT 1'`);
      await client.end();
    }
    await Promise.all(ids.map((id) => ok(call('revoke', id))));
    for (const at of ids.keys()) await admin.query(`DROP TABLE many_${at}; DROP FUNCTION many_${at}`);
  });

  it('gives a new password when it grants again, and the first one stops working', async () => {
    const lost = await ok(call('grant', 'crashed'));
    const again = await ok(call('grant', 'crashed', { attempt: 2 }));
    await expect(logIn(lost)).rejects.toThrow(/password authentication failed/);
    await (await logIn(again)).end();
    await ok(call('revoke', 'crashed'));
  });

  it('waits with revoke for a grant that is still committing at the server', async () => {
    const holder = new pg.Client({ connectionString: `${server.adminUrl}/payments` });
    await holder.connect();
    await holder.query(
      'BEGIN; CREATE ROLE latchkey_slow LOGIN ROLE latchkey; GRANT latchkey_slow TO latchkey WITH ADMIN OPTION',
    );
    await holder.query("COMMENT ON ROLE latchkey_slow IS 'Latchkey grant for a test'");
    const revoked = ok(call('revoke', 'slow'));
    await eventually(async () => {
      const { rows } = await admin.query(
        "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted",
      );
      expect(rows).toHaveLength(1);
    });
    await holder.query('COMMIT');
    await holder.end();
    expect(await revoked).toMatchObject({ evidence: { wasThere: true } });
  });

  const ownRow = (role: string) => `BEGIN; ALTER ROLE ${role} PASSWORD 'x'`;
  it.each([
    { what: 'their own row', sql: ownRow, comesBack: false },
    { what: 'their own row, again after each new login', sql: ownRow, comesBack: true },
  ])('ends the session of a holder who locks $what', async ({ sql, comesBack }) => {
    const answer = await ok(call('grant', 'stubborn'));
    const held: pg.Client[] = [];
    const hold = async (): Promise<void> => {
      const client = await logIn(answer);
      held.push(client);
      if (comesBack) client.once('error', () => void hold().catch(() => undefined));
      await client.query(sql('latchkey_stubborn'));
    };
    await hold();
    const revoked = await ok(call('revoke', 'stubborn', { state: answer.state ?? {} }));
    expect(revoked.evidence).toMatchObject({ wasThere: true });
    expect(await ok(call('verify', 'stubborn', { state: answer.state ?? {} }))).toMatchObject({
      exists: false,
    });
    for (const client of held) await expect(client.query('SELECT 1')).rejects.toThrow();
  });

  it('does not take the absence of a role on another server for its end, but ends one that moved with its server', async () => {
    const answer = await ok(call('grant', 'moved'));
    const state = { ...answer.state, server: '7000000000000000000' };
    expect(await ok(call('verify', 'moved', { state }))).toMatchObject({ exists: true });
    await ok(call('revoke', 'moved', { state }));
    for (const verb of ['revoke', 'verify'] as const)
      expect(await refused(call(verb, 'moved', { state }))).toMatch(/^permanent: .*not the server on which/);
    expect(await ok(call('verify', 'moved', { state: answer.state ?? {} }))).toMatchObject({ exists: false });
  });

  it('lets PostgreSQL itself refuse the password after the deadline', async () => {
    const answer = await ok(call('grant', 'late', { deadlineAt: Date.now() + 1_500 }));
    await eventually(() => expect(logIn(answer)).rejects.toThrow(/password authentication failed/));
    await ok(call('revoke', 'late'));
  });

  it('moves the end with renew', async () => {
    await ok(call('grant', 'longer'));
    const deadlineAt = Date.UTC(2101, 5, 1);
    await ok(call('renew', 'longer', { deadlineAt }));
    const { items } = await ok(call('list', 'longer'));
    expect(items).toContainEqual({ grantId: 'longer', name: 'latchkey_longer', expiresAt: deadlineAt });
    await ok(call('revoke', 'longer'));
  });

  it('leaves alone a role that only has a name like its own', async () => {
    await admin.query('CREATE ROLE latchkey_admin');
    expect((await ok(call('list', 'x'))).items).toEqual([]);
    expect(await refused(call('grant', 'admin'))).toMatch(/^permanent: .*did not make/);
    expect(await refused(call('revoke', 'admin'))).toMatch(/^permanent: .*did not make/);
    await admin.query('DROP ROLE latchkey_admin');
  });

  it('quotes names, however odd they are', async () => {
    const entitlement = { id: 'x', title: 'x', input: { roles: ['Odd "name"; --'] } };
    const subject = { id: "o'brien'); DROP TABLE ledger; --" };
    const answer = await ok(call('grant', 'odd', { entitlement, subject }));
    expect(answer.status).toBe('ok');
    await ok(call('revoke', 'odd', { entitlement, subject }));
  });

  it('writes neither a password nor a verifier’s source into the answer’s other parts', async () => {
    const outcome = await runScript(provider, call('grant', 'quiet'), world);
    const { credential, ...rest } = { credential: undefined, ...outcome.answer };
    const password = secret(credential, 'password');
    expect(password).toHaveLength(32);
    expect(JSON.stringify(rest) + outcome.log).not.toContain(password);
    expect(credential?.['command']).not.toContain(password);
    await ok(call('revoke', 'quiet'));
  });
});

describe('check says precisely what is missing', () => {
  it('a role that does not exist', async () => {
    const entitlement = { id: 'x', title: 'x', input: { roles: ['payments_rw', 'nobody'] } };
    expect(await refused(call('check', 'x', { entitlement }))).toBe('permanent: there is no role "nobody".');
  });

  it('the right to hand a role out', async () => {
    await admin.query('CREATE ROLE guarded');
    const entitlement = { id: 'x', title: 'x', input: { roles: ['guarded'] } };
    expect(await refused(call('check', 'x', { entitlement }))).toBe(
      'permanent: the user may not hand out "guarded": GRANT "guarded" TO "latchkey" WITH ADMIN OPTION.',
    );
    await admin.query('GRANT guarded TO latchkey WITH ADMIN OPTION');
    expect(await refused(call('check', 'x', { entitlement }))).toBe('ok');
    await admin.query('DROP ROLE guarded');
  });

  it('the way into a database that holders may enter, and that the end has to clear', async () => {
    await admin.query('REVOKE CONNECT ON DATABASE reports FROM PUBLIC');
    await admin.query('GRANT CONNECT ON DATABASE reports TO payments_rw');
    const statement = 'GRANT CONNECT ON DATABASE "reports" TO "latchkey"';
    const says = `permanent: the user may not clear the database reports, which the granted roles may enter: ${statement}.`;
    expect(await refused(call('check', 'x'))).toBe(says);
    expect(await refused(call('grant', 'x'))).toBe(says);
    await admin.query(statement);
    expect(await refused(call('check', 'x'))).toBe('ok');
    await admin.query('GRANT CONNECT ON DATABASE reports TO PUBLIC');
  });

  it('the right to create roles', async () => {
    await admin.query('ALTER ROLE latchkey NOCREATEROLE');
    expect(await refused(call('check', 'x'))).toMatch(
      /may not create roles: ALTER ROLE "latchkey" CREATEROLE/,
    );
    await admin.query('ALTER ROLE latchkey CREATEROLE');
  });

  it('a wrong password, without saying which', async () => {
    const message = await refused(call('check', 'x', { config: config({ password: 'wrong-wrong' }) }));
    expect(message).toMatch(/^permanent: .*password authentication failed/);
    expect(message).not.toContain('wrong-wrong');
  });

  it('a server that is not there is transient', async () => {
    expect(await refused(call('check', 'x', { config: config({ port: 1 }) }))).toMatch(/^transient: /);
  });
});
