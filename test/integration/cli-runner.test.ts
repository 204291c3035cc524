import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMs, DAY_MS, instant } from '../../shared/lib/time.ts';
import { openRunnerJournal } from '../../shared/runner-process/open-runner-journal.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;

beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
});
afterAll(() => world.stop());

it('a runner of another machine serves a pool of its own, and stops when it is told', async () => {
  const dir = join(world.folder, 'org');
  await world.run('owner', ['init', dir]);
  await change(join(dir, 'catalog.yaml'), 'pool: default', 'pool: berlin');
  await change(join(dir, 'people.yaml'), 'groups: [platform] }', 'groups: [platform], pools: [berlin] }');
  expect(await world.run('owner', ['publish', dir])).toMatchObject({ status: 0 });
  const words = ['request', 'staging/sandbox:token', '--for', '5m', '--reason', 'from berlin', '--wait'];
  const asking = world.run('dev', words);

  const refused = await world.run('dev', ['runner', '--pool', 'Not A Pool']);
  expect(refused).toMatchObject({ status: 2, note: expect.stringContaining('no name of a pool') });

  const stop = new AbortController();
  const running = world.run('owner', ['runner', '--pool', 'berlin'], { stop: stop.signal });
  expect(await asking).toMatchObject({ status: 0, out: expect.stringMatching(/Token: \S+/) });
  const [grant] = await world.json<{ grantId: string }[]>('dev', ['grants']);
  await world.run('dev', ['end', grant?.grantId ?? '']);
  await until(async () => (await world.json<unknown[]>('dev', ['grants'])).length === 0);
  stop.abort();
  const { status, note } = await running;
  expect(status).toBe(0);
  for (const line of note.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
});

it('a runner that may serve none of its pools ends at once with who can allow it, and goes on where something is left to end', async () => {
  const refused = await world.run('dev', ['runner', '--pool', 'berlin', 'berlinx']);
  expect(refused.status).toBe(3);
  expect(refused.note.trim().split('\n')).toHaveLength(1);
  expect(refused.note).toContain('You may not serve a pool “berlinx”.');
  expect(refused.note).toContain('Ask Owner Example to add the pool to your entry in people.yaml');
  expect(await world.run('owner', ['runner', '--pool', 'berlni'])).toMatchObject({
    status: 3,
    note: expect.stringMatching(/^You may not serve a pool “berlni”.+You are an owner: you can add[^\n]+\n$/),
  });

  const people = join(world.folder, 'org', 'people.yaml');
  const publish = async (from: string, to: string): Promise<void> => {
    await change(people, from, to);
    expect(await world.run('owner', ['publish', join(world.folder, 'org')])).toMatchObject({ status: 0 });
  };
  const first = new AbortController();
  const running = world.run('owner', ['runner', '--pool', 'berlin'], { stop: first.signal });
  const words = ['request', 'staging/sandbox:token', '--for', '3s', '--reason', 'the pool goes', '--wait'];
  expect(await world.run('dev', words)).toMatchObject({ status: 0 });
  first.abort();
  expect((await running).status).toBe(0);
  await publish('pools: [berlin]', 'pools: []');

  const second = new AbortController();
  let said = '';
  const again = world.run('owner', ['runner', '--pool', 'berlin'], {
    stop: second.signal,
    note: (text) => void (said += text),
  });
  await until(() => said.includes('what is active ends on time'));
  expect(said).toContain('You may not serve a pool “berlin”.');
  await until(async () => (await tokens()).length === 0);
  second.abort();
  expect((await again).status).toBe(0);
  await publish('pools: []', 'pools: [berlin]');
});

it('a runner that begins while the service is away says so, and ends what is due', async () => {
  const first = new AbortController();
  const running = world.run('owner', ['runner', '--pool', 'berlin'], { stop: first.signal });
  const words = ['request', 'staging/sandbox:token', '--for', '3s', '--reason', 'an outage comes', '--wait'];
  expect(await world.run('dev', words)).toMatchObject({ status: 0 });
  first.abort();
  expect((await running).status).toBe(0);
  await world.stopService();
  expect(await tokens()).toHaveLength(1);

  const second = new AbortController();
  let said = '';
  const again = world.run('owner', ['runner', '--pool', 'berlin'], {
    stop: second.signal,
    note: (text) => void (said += text),
  });
  await until(() => said.includes('The service cannot be reached. Nothing new is granted'));
  await until(async () => (await tokens()).length === 0);
  second.abort();
  expect((await again).status).toBe(0);
});

it('a runner whose clock was ahead once says how it grants again, and does when it is told that the clock is right', async () => {
  const journal = openRunnerJournal(join(world.home('dev'), 'runner', 'journal'));
  await journal.open();
  await journal.append({ type: 'clock', at: addMs(instant(Date.now()), DAY_MS) });
  await journal.close();
  const begin = async (...flags: string[]): Promise<string> => {
    const stop = new AbortController();
    let said = '';
    const running = world.run('dev', ['runner', '--pool', 'berlin', ...flags], {
      stop: stop.signal,
      note: (text) => void (said += text),
    });
    await until(() => said.includes('The journal of the runner is open.'));
    stop.abort();
    expect((await running).status).toBe(0);
    return said;
  };
  expect(await begin()).toContain('--accept-clock');
  expect(await begin('--accept-clock')).not.toContain('--accept-clock');
  expect(await begin()).not.toContain('--accept-clock');
});

/** What is given by the owner's runner. */
async function tokens(): Promise<string[]> {
  const access = join(world.home('owner'), 'runner', 'providers', 'example', 'access');
  return (await readdir(access)).filter((name) => !name.startsWith('.'));
}

async function change(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  await writeFile(path, text.replace(from, to));
}
