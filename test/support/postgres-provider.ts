import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type RunningPostgres } from '../../build/demo/postgres.ts';
import type { ProviderCall, ProviderOkAnswer } from '../../shared/provider-protocol/provider-protocol.ts';
import { runScript } from '../../shared/runner/scripts/run-script.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { providerCall } from './provider-call.ts';
import { shippedProvider } from './shipped-provider.ts';

export interface PostgresProvider {
  readonly server: RunningPostgres;
  /** The superuser, in the database `payments`. */
  readonly admin: pg.Client;
  readonly config: Readonly<Record<string, unknown>>;
  readonly call: (
    verb: ProviderCall['verb'],
    grantId: string,
    changes?: Partial<ProviderCall>,
  ) => ProviderCall;
  readonly ok: (call: ProviderCall) => Promise<ProviderOkAnswer>;
  /** The class and sentence of the refusal, or `ok`. */
  readonly refused: (call: ProviderCall) => Promise<string>;
  readonly logIn: (answer: ProviderOkAnswer, database?: string) => Promise<pg.Client>;
  /** A connection of the superuser, or of who is named, to a database. */
  readonly connect: (
    database: string,
    who?: { readonly user: string; readonly password: string },
  ) => Promise<pg.Client>;
  readonly stop: () => Promise<void>;
}

/** A real server as README.md of the provider wants it, and the shipped provider that grants `payments_rw` there. */
export async function startPostgresProvider(settings: readonly string[] = []): Promise<PostgresProvider> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'latchkey-pg-provider-'));
  const provider = await shippedProvider('postgres');
  const server = await startPostgres(settings);
  const { host, port, adminUser, adminPassword } = server;
  const open: pg.Client[] = [];
  const connect: PostgresProvider['connect'] = async (database, who) => {
    const { user, password } = who ?? { user: adminUser, password: adminPassword };
    const client = new pg.Client({ host, port, database, user, password });
    client.on('error', () => undefined);
    await client.connect();
    open.push(client);
    return client;
  };
  const config = { host, port, database: 'payments', user: 'latchkey', password: 'of-latchkey' };
  const admin = await prepare(connect);
  const run = async (call: ProviderCall) => {
    const world = { clock: systemClock, environment: {}, dataFolder };
    return (await runScript(provider, call, world)).answer;
  };
  return {
    server,
    admin,
    config,
    connect,
    call: (verb, grantId, changes = {}) => {
      const entitlement = { id: 'payments:write', title: 'Write', input: { roles: ['payments_rw'] } };
      return providerCall({ verb, grantId, config, entitlement, ...changes });
    },
    ok: async (call) => {
      const answer = await run(call);
      if (answer.status === 'error') throw new Error(answer.error.message);
      return answer;
    },
    refused: async (call) => {
      const answer = await run(call);
      return answer.status === 'error' ? `${answer.error.class}: ${answer.error.message}` : 'ok';
    },
    logIn: (answer, database = 'payments') => {
      const value = (name: string) => answer.credential?.fields.find((field) => field.name === name)?.value;
      return connect(database, { user: value('user') ?? '', password: value('password') ?? '' });
    },
    stop: async () => {
      for (const client of open) await client.end().catch(() => undefined);
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function prepare(connect: PostgresProvider['connect']): Promise<pg.Client> {
  const root = await connect('postgres');
  await root.query(`CREATE ROLE latchkey LOGIN CREATEROLE PASSWORD 'of-latchkey'`);
  await root.query('CREATE ROLE payments_rw');
  await root.query('GRANT payments_rw TO latchkey WITH ADMIN OPTION, INHERIT FALSE');
  await root.query('CREATE ROLE heir_of_latchkey NOLOGIN');
  await root.query('GRANT heir_of_latchkey TO latchkey WITH ADMIN OPTION, INHERIT FALSE, SET FALSE');
  await root.query('CREATE DATABASE payments');
  await root.query('CREATE DATABASE reports');
  for (const database of ['reports', 'payments']) {
    const client = await connect(database);
    await client.query('CREATE TABLE ledger (id int)');
    await client.query('GRANT SELECT, INSERT ON ledger TO payments_rw');
    await client.query('GRANT CREATE, USAGE ON SCHEMA public TO payments_rw, heir_of_latchkey');
    if (database === 'payments') return client;
  }
  return root;
}
