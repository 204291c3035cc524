import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres, type RunningPostgres } from '../../../build/demo/postgres.ts';
import type { Caller } from '../../../shared/api/api.ts';
import type { Service } from '../../../shared/service/compose.ts';
import type { DatabaseOptions } from '../../../shared/service/store/postgres-connection.ts';
import type { BenchTools, Figure, Measured } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { benchOrganisation, developerId } from '../support/bench-organisation.ts';
import { joinAs } from '../support/join-as.ts';
import { perSecond, signBefore, submit } from '../support/submit.ts';
import { startService } from '../support/start-service.ts';
import { startSubmitter } from '../support/submitter.ts';

const CALLERS = 64;
const CONNECTIONS = 8;
const ROUNDS = 5;

/** One service against the bare server: single rows, each a commit, from 8 connections. */
export const submitsOnPostgres: Figure = {
  name: 'submits-postgres',
  title: `the same on PostgreSQL`,
  against: `single-row durable commits per second of the bare PostgreSQL with ${CONNECTIONS} connections`,
  unit: 'per second',
  bound: 'atLeast',
  target: 0.7,
  measure: (tools) =>
    onServer(tools, async (server) => {
      const service = await startService(
        join(tools.folder, 'one'),
        benchOrganisation(CALLERS),
        await newDatabase(server, 'one'),
      );
      const callers = await joinAll(service);
      const bare = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(server, 'postgres')));
      await bare[0]?.query('CREATE TABLE row (id bigserial PRIMARY KEY, text text NOT NULL)');
      const text = 'x'.repeat(600);
      const medians = await interleave(ROUNDS, {
        limit: () =>
          perSecond(
            async (n) => void (await bare[n]?.query('INSERT INTO row (text) VALUES ($1)', [text])),
            CONNECTIONS,
          ),
        value: async () => {
          await signBefore(service, callers);
          return perSecond((n) => submit(service, callers[n] as Caller), CALLERS);
        },
      });
      for (const client of bare) await client.end();
      await service.stop('bench');
      return { kind: 'measured', ...medians };
    }),
};

/** Each service in a process of its own, with those who ask it: one with all of them, against two with half of them each. */
export const submitsOnTwo: Figure = {
  name: 'submits-two',
  title: 'the same by two services on one PostgreSQL',
  against: 'one service on the same PostgreSQL',
  unit: 'per second',
  bound: 'atLeast',
  target: 0.9,
  measure: (tools) =>
    onServer(tools, async (server) => {
      const dirOf = (name: string) => join(tools.folder, name);
      const start = (name: string, { url }: DatabaseOptions, callers: readonly Caller[] = []) =>
        startSubmitter({ dataDir: dirOf(name), url, developers: CALLERS, callers });
      const alone = await start('alone', await newDatabase(server, 'alone'));
      const shared = await newDatabase(server, 'shared');
      const first = await start('first', shared);
      await mkdir(dirOf('second'), { mode: 0o700 });
      await copyFile(join(dirOf('first'), 'log-key'), join(dirOf('second'), 'log-key'));
      const second = await start('second', shared, first.callers);
      const medians = await interleave(ROUNDS, {
        limit: () => alone.round(CALLERS),
        value: async () => {
          const both = await Promise.all([first.round(CALLERS / 2), second.round(-CALLERS / 2)]);
          return both[0] + both[1];
        },
      });
      for (const service of [alone, first, second]) await service.stop();
      return { kind: 'measured', ...medians };
    }),
};

/** With every commit on the disk, as the server does it where nobody asks otherwise. */
async function onServer(
  { say }: BenchTools,
  measure: (server: RunningPostgres) => Promise<Measured>,
): Promise<Measured> {
  let server: RunningPostgres;
  try {
    server = await startPostgres(['fsync=on']);
  } catch (error) {
    say(String(error));
    return { kind: 'cannot', why: 'PostgreSQL does not start here' };
  }
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

async function connect(server: RunningPostgres, database: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: `${server.adminUrl}/${database}` });
  await client.connect();
  return client;
}

async function newDatabase(server: RunningPostgres, name: string): Promise<DatabaseOptions> {
  const admin = await connect(server, 'postgres');
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return { url: `${server.adminUrl}/${name}` };
}

async function joinAll(service: Service): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (let index = 0; index < CALLERS; index += 1) callers.push(await joinAs(service, developerId(index)));
  return callers;
}
