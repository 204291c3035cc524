import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { startCliWorld } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeAll(async () => {
  world = await startCliWorld();
});
afterAll(() => world.stop());

describe('latchkey publish --proposed', () => {
  const policy = exampleOrganisation.policy.replace(/maxDuration: \S+/, 'maxDuration: 7m');
  const proposed = ['publish', '--proposed'];
  const answering = (line: string) => ({ keyboard: { line: () => Promise.resolve(line) } as never });

  it('says when there is nothing to publish', async () => {
    const ran = await world.run('owner', [...proposed, '--yes']);
    expect(ran).toMatchObject({ status: 0, out: '', note: expect.stringContaining('says what is in force') });
  });

  it('lists what would change, asks, and publishes it once that is agreed to', async () => {
    await world.startedWith({ ...exampleOrganisation, policy });
    const looked = await world.run('owner', [...proposed, '--check', '--json']);
    expect(JSON.parse(looked.out)).toMatchObject({
      published: false,
      changes: [expect.stringContaining('7m')],
    });
    const given = await world.run('owner', proposed, answering('no'));
    expect(given).toMatchObject({ status: 2, note: expect.stringContaining('nothing was published') });
    expect(await world.run('owner', proposed)).toMatchObject({
      status: 2,
      note: expect.stringContaining('add --yes'),
    });
    const ran = await world.run('owner', proposed, answering('yes'));
    expect(ran).toMatchObject({ status: 0, note: expect.stringContaining('Published as version 2.') });
    expect(ran.note).toContain('differs from version 1, which is in force:\n- The rule');
  });

  it.each([[['publish']], [['publish', 'folder', '--proposed']], [['publish', 'folder', '--yes']]])(
    'wants a folder or nothing else: %j',
    async (words) => expect((await world.run('owner', words)).status).toBe(2),
  );
});
