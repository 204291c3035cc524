import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCliWorld } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeEach(async () => {
  world = await startCliWorld();
});
afterEach(() => world.stop());

describe('two commands that join with one LATCHKEY_HOME at once', () => {
  it('end in one device: the other is refused, and its invite is not used', async () => {
    const { url } = world.service;
    const codes = await Promise.all(
      ['dev@example.com', 'lead@example.com'].map(
        async (person) => (await world.json<{ code: string }>('owner', ['invite', person])).code,
      ),
    );
    const ran = await Promise.all(codes.map((code) => world.run('twice', ['join', url, code, '--json'])));
    expect(ran.map(({ status }) => status).sort()).toEqual([0, 3]);
    const [won, lost] = ran[0]?.status === 0 ? [0, 1] : [1, 0];
    expect(ran[lost]?.note).toContain(`This device has joined ${url} already.`);
    const identity = JSON.parse(await readFile(join(world.home('twice'), 'identity.json'), 'utf8'));
    expect(JSON.parse(ran[won]?.out ?? '')).toMatchObject({ deviceId: identity.deviceId });
    expect((await world.run('another', ['join', url, codes[lost] ?? ''])).status).toBe(0);
  });
});
