import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PoolsChecked } from '../../shared/contract/api-types.ts';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { until } from '../fakes/until.ts';
import { startPostgresProvider, type PostgresProvider } from '../support/postgres-provider.ts';
import { startCliWorld } from './cli-world.ts';

const LATCHKEY = fileURLToPath(new URL('../../build/latchkey.js', import.meta.url));

let world: Awaited<ReturnType<typeof startCliWorld>>;
let postgres: PostgresProvider;
let runner: ChildProcess | undefined;

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  await world.join('lead');
  postgres = await startPostgresProvider();
});
afterAll(async () => {
  runner?.kill();
  await world.stop();
  await postgres.stop();
});

/** The command as people start it, with the providers as they are shipped. */
const startRunner = (home: string, pool: string): ChildProcess =>
  spawn(process.execPath, [LATCHKEY, 'runner', '--pool', pool], {
    env: { PATH: process.env['PATH'], LATCHKEY_HOME: home },
    stdio: 'ignore',
  });

const target = () => {
  const { host, port, database, user } = postgres.config;
  return { host, port, database, user, password: { secret: 'DB' }, reassignTo: 'keeper' };
};

/** The example's own pool, one that a person's runner serves, and one that nobody serves. */
async function publish(folder: string): Promise<void> {
  const dir = join(world.folder, 'org');
  await mkdir(dir, { recursive: true });
  const people = exampleOrganisation.people
    .replace('groups: [platform] }', 'groups: [platform], pools: [berlin] }')
    .replace('groups: [ci] }', 'groups: [ci], pools: [berlin], operators: [dev@example.com] }');
  const more = {
    providers: { db: { use: 'postgres', pool: 'berlin', config: target() } },
    nobody: { use: 'example', pool: 'nobody', config: { folder: 'access' } },
  };
  const catalog = exampleOrganisation.catalog
    .replace('{ folder: access }', JSON.stringify({ folder }))
    .replace(
      'entitlements:',
      `  db: ${JSON.stringify(more.providers.db)}\n  nobody: ${JSON.stringify(more.nobody)}\n\nentitlements:`,
    )
    .concat(
      '\n  - { id: staging/db:write, title: Write, description: Write, provider: db, input: { roles: [payments_rw] }, tags: {} }',
      '\n  - { id: staging/far:use, title: Far, description: Far, provider: nobody, tags: {} }\n',
    );
  await writeFile(join(dir, 'people.yaml'), people);
  await writeFile(join(dir, 'catalog.yaml'), catalog);
  await writeFile(join(dir, 'policy.yaml'), exampleOrganisation.policy);
  expect(await world.run('owner', ['publish', dir])).toMatchObject({ status: 0 });
}

const check = (person: string, ...words: string[]) => world.run(person, ['pools', 'check', ...words]);

describe('whether access could be ended is asked before anybody needs it', () => {
  it('after a publish, for what changed; owners are told what is missing', async () => {
    await writeFile(join(world.folder, 'a-file'), '');
    await publish(join(world.folder, 'a-file', 'access'));
    await until(async () => {
      const { out } = await world.run('owner', ['history']);
      return /access that could not be ended is not granted\..*: The folder cannot be written to\./s.test(
        out,
      );
    });
    const seen = await world.run('dev', ['history']);
    expect(seen.out).not.toContain('could not be ended');
  });

  it('latchkey pools check says it for each entitlement, and its status is not 0', async () => {
    const ran = await check('owner', 'default');
    expect(ran).toMatchObject({ status: 3, note: expect.stringMatching(/^2 of 2 could not be ended/) });
    expect(ran.out).toMatch(
      /✗ missing {6}staging\/sandbox:token \(checked .+\)\n {4}The folder cannot be written to\.\n/,
    );
  });

  it('what could not be ended is not begun, and the cause is told', async () => {
    const words = ['request', 'staging/sandbox:token', '--for', '5m', '--reason', 'see it', '--wait'];
    const ran = await world.run('dev', words);
    expect(ran.status).toBe(1);
    expect(ran.note).toContain('The folder cannot be written to.');
    await until(async () => (await world.json<unknown[]>('dev', ['grants'])).length === 0);
  });

  it('once it is mended, everything is well', async () => {
    await publish('access');
    expect(await check('owner', 'default')).toMatchObject({ status: 0, note: '' });
    const asked = await world.json<PoolsChecked>('owner', ['pools', 'check', 'default']);
    expect(asked.entitlements.map(({ state }) => state)).toEqual(['ok', 'ok']);
  });

  it('each answer says when it is from, since who asks again soon gets the last one', async () => {
    expect((await check('owner', 'default')).out).toMatch(
      /^(?:✓ ok {11}\S+ \(checked (?:just now|[\dms ]+ ago)\)\n){2}$/,
    );
  });

  it('a pool without a runner is said to have none, within the limit', async () => {
    const ran = await check('owner', 'nobody', '--within', '1s');
    expect(ran).toMatchObject({
      status: 4,
      out: '? no runner    staging/far:use\n',
      note: 'No runner answers for nobody. Start one: latchkey runner --pool nobody\n',
    });
  });

  it('the statements that it prints are the ones to run: PostgreSQL', { timeout: 60_000 }, async () => {
    const home = world.home('owner');
    const bound = { DB: { value: 'of-latchkey', for: [{ provider: 'postgres', config: target() }] } };
    await writeFile(join(home, 'secrets.yaml'), JSON.stringify(bound), { mode: 0o600 });
    runner = startRunner(home, 'berlin');
    const ran: string[] = [];
    await until(async () => {
      const { entitlements } = JSON.parse((await check('owner', 'berlin', '--json')).out) as PoolsChecked;
      const messages = entitlements.flatMap(({ problems }) => problems.map(({ message }) => message));
      for (const part of messages.flatMap((message) => message.replace(/\.$/, '').split('; '))) {
        const statement = part.slice(part.lastIndexOf(': ') + 2);
        if (ran.includes(statement)) continue;
        ran.push(statement);
        await postgres.admin.query(statement);
      }
      return entitlements[0]?.state === 'ok';
    });
    expect(ran[0]).toBe('CREATE ROLE "keeper" NOLOGIN');
    expect(ran).toContain('GRANT CREATE ON SCHEMA public TO "keeper"');
    expect(ran).toContain('GRANT "keeper" TO "latchkey" WITH ADMIN OPTION');
  });

  it('owners and operators of the pool may ask, and nobody else', async () => {
    expect(await check('dev', 'berlin')).toMatchObject({ status: 0 });
    expect(await check('dev', 'default')).toMatchObject({ status: 3, out: '' });
    expect(await check('lead')).toMatchObject({ status: 3, note: expect.stringContaining('Only owners') });
    expect(await check('owner', 'no-such')).toMatchObject({ status: 3 });
  });
});
