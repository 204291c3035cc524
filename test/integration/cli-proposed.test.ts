import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { harmlessFields } from '../../shared/lib/harmless-fields.ts';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { startCliWorld } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;
const warned: object[] = [];
const none = (): void => undefined;
beforeAll(async () => {
  // As every logger of ours writes it.
  const warn = (fields: object): void => void warned.push(harmlessFields(fields));
  world = await startCliWorld(exampleOrganisation, {
    logger: { debug: none, info: none, error: none, warn },
  });
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

  it('says where the folder has a mistake, as the log of the service does in English, and ends with 3', async () => {
    const broken = exampleOrganisation.policy.replace('maxDuration:', 'maxDuratoin:');
    await world.startedWith({ ...exampleOrganisation, policy: broken });
    expect(warned).toContainEqual({
      ...{ file: 'policy.yaml', line: expect.any(Number), column: expect.any(Number), severity: 'error' },
      problem: expect.stringContaining('maxDuratoin'),
    });
    for (const line of [
      [...proposed, '--check'],
      [...proposed, '--yes'],
    ])
      expect(await world.run('owner', line)).toMatchObject({
        ...{ status: 3, out: '', note: expect.stringMatching(/policy\.yaml, line \d+: .*maxDuratoin/) },
      });
  });

  it('says of several mistakes where each is, twenty of them, and how many more there are', async () => {
    const typo = exampleOrganisation.policy.replace('maxDuration:', 'maxDuratoin:');
    const people = exampleOrganisation.people.replace('name:', 'nmae:');
    await world.startedWith({ ...exampleOrganisation, policy: typo, people });
    const several = await world.run('owner', [...proposed, '--yes']);
    expect(several).toMatchObject({ status: 3, out: '' });
    expect(several.note).toMatch(/people\.yaml:\d+:\d+: error: .*nmae/);
    expect(several.note).toMatch(/policy\.yaml:\d+:\d+: error: .*maxDuratoin/);
    expect(several.note).toContain('Correct the lines above there');
    expect(several.note).not.toMatch(/and \d+ more/);

    const rules = Array.from({ length: 30 }, (_, count) => `\n  - nmae: rule ${count}`).join('');
    await world.startedWith({ ...exampleOrganisation, policy: `rules:${rules}\n` });
    const many = await world.run('owner', [...proposed, '--yes']);
    expect(many.note.match(/policy\.yaml:\d+:\d+: error: /g)).toHaveLength(20);
    expect(many.note).toMatch(/\nand \d+ more\n/);
    // Nobody else is told what stands in a file of the service's computer.
    await world.startedWith({ ...exampleOrganisation, policy: typo, people });
    await world.join('dev');
    expect((await world.run('dev', [...proposed, '--check'])).note).not.toContain('nmae');
    const document = await world.run('owner', [...proposed, '--yes', '--json']);
    expect(JSON.parse(document.out)).toMatchObject({
      error: { code: 'badOrganisation', message: expect.stringContaining('2 mistakes') },
    });
  });

  it.each([[['publish']], [['publish', 'folder', '--proposed']], [['publish', 'folder', '--yes']]])(
    'wants a folder or nothing else: %j',
    async (words) => expect((await world.run('owner', words)).status).toBe(2),
  );
});
