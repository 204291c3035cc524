import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

// The service was updated to protocol 5 and serves 4 no more; the command line was not.

const TOO_OLD =
  'This computer’s Latchkey (protocol 4) is older than the service allows (5). Update Latchkey here.';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
});
afterAll(() => world.stop());

it('commands end with status 3 and a sentence, access can be ended, and a runner ends it and begins nothing', async () => {
  const dir = join(world.folder, 'org');
  await world.run('owner', ['init', dir]);
  await change(join(dir, 'catalog.yaml'), 'pool: default', 'pool: berlin');
  await change(join(dir, 'people.yaml'), 'groups: [platform] }', 'groups: [platform], pools: [berlin] }');
  expect(await world.run('owner', ['publish', dir])).toMatchObject({ status: 0 });
  const { code } = await world.json<{ code: string }>('owner', ['invite', 'lead@example.com']);
  const stop = new AbortController();
  let said = '';
  const running = world.run('owner', ['runner', '--pool', 'berlin'], {
    stop: stop.signal,
    note: (text) => void (said += text),
  });
  const words = ['request', 'staging/sandbox:token', '--for', '5m', '--reason', 'from berlin', '--wait'];
  expect(await world.run('dev', words)).toMatchObject({ status: 0 });
  const [grant] = await world.json<{ grantId: string }[]>('dev', ['grants']);

  world.protocol.version = 5;
  world.protocol.floor = 5;
  expect(await world.run('dev', words)).toMatchObject({ status: 3, note: `${TOO_OLD}\n` });
  const listed = await world.run('dev', ['catalog', '--json']);
  expect(listed.status).toBe(3);
  expect(JSON.parse(listed.out)).toEqual({
    error: {
      ...{ code: 'clientTooOld', why: 'clientTooOld', params: { version: 4, floor: 5 } },
      message: TOO_OLD,
    },
  });
  expect(await world.run('lead', ['join', world.service.url, code])).toMatchObject({
    status: 3,
    note: expect.stringContaining(TOO_OLD),
  });
  expect(await world.run('dev', ['watch'])).toMatchObject({
    status: 3,
    note: expect.stringContaining(TOO_OLD),
  });

  expect(await world.run('dev', ['end', grant?.grantId ?? ''])).toMatchObject({ status: 0 });
  await until(async () => (await world.json<unknown[]>('dev', ['grants'])).length === 0);
  expect(said.split(TOO_OLD)).toHaveLength(2);
  expect(said).toContain(
    `${TOO_OLD} Nothing new is granted until that is right; what is active ends on time.`,
  );
  stop.abort();
  expect((await running).status).toBe(0);
});

async function change(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  await writeFile(path, text.replaceAll(from, to));
}
