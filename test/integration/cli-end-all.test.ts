import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { startCliWorld } from './cli-world.ts';

// `latchkey end --all`, `--person`, `--provider`, on a real service with its runner, which takes the access away by a real script.

let world: Awaited<ReturnType<typeof startCliWorld>>;

beforeAll(async () => {
  world = await startCliWorld({
    ...exampleOrganisation,
    catalog: exampleOrganisation.catalog
      .replace(
        'entitlements:',
        `entitlements:
  - { id: staging/other:token, title: Token for the other sandbox, description: "", provider: other, tags: {} }`,
      )
      .replace('providers:', 'providers:\n  other: { use: example, config: {} }'),
  });
  await world.join('dev');
  await world.join('lead');
});
afterAll(() => world.stop());

const has = async (person: string, ...entitlements: string[]): Promise<void> => {
  for (const each of entitlements)
    expect(
      await world.run(person, ['request', each, '--for', '30m', '--reason', 'because', '--wait', '1m']),
    ).toMatchObject({
      status: 0,
    });
};
const left = async (): Promise<string[]> =>
  (await world.json<{ requester: string; entitlementId: string }[]>('owner', ['grants', '--all'])).map(
    ({ requester, entitlementId }) => `${requester} ${entitlementId}`,
  );
const SANDBOX = 'staging/sandbox:token';
const OTHER = 'staging/other:token';

describe('everything', () => {
  it('is ended by an owner in one line, which says how much of it is verified gone', async () => {
    await has('dev', SANDBOX, OTHER);
    await has('lead', SANDBOX);
    const { status, note } = await world.run('owner', [
      'end',
      '--all',
      '--yes',
      '--reason',
      'something is wrong',
    ]);
    expect({ status, last: note.trim().split('\n').at(-1) }).toEqual({
      status: 0,
      last: '3 of 3 verified gone',
    });
    expect(await left()).toEqual([]);
    const { out } = await world.run('owner', ['history']);
    expect(out.match(/something is wrong/g)).toHaveLength(3);
  });

  it('is nothing where there is nothing', async () => {
    expect(await world.run('owner', ['end', '--all', '--yes'])).toMatchObject({
      status: 0,
      note: 'There is no such access.\n',
    });
  });

  it('is told to programs as a document', async () => {
    await has('dev', SANDBOX);
    const done = await world.json<{ ended: string[] }>('owner', ['end', '--all', '--yes']);
    expect(done).toMatchObject({ outcome: 'gone', left: [], failed: [], unknown: 0 });
    expect(done.ended).toHaveLength(1);
  });
});

describe('all of one person, or of one provider', () => {
  it('leaves the rest', async () => {
    await has('dev', SANDBOX, OTHER);
    await has('lead', OTHER);
    expect(
      (await world.run('owner', ['end', '--person', 'dev@example.com', '--provider', 'other', '--yes']))
        .status,
    ).toBe(0);
    expect((await left()).sort()).toEqual([`dev@example.com ${SANDBOX}`, `lead@example.com ${OTHER}`]);
    expect((await world.run('owner', ['end', '--provider', 'other', '--yes'])).status).toBe(0);
    expect(await left()).toEqual([`dev@example.com ${SANDBOX}`]);
    // Their own is everybody's.
    expect((await world.run('dev', ['end', '--person', 'dev@example.com', '--yes'])).status).toBe(0);
    expect(await left()).toEqual([]);
  });
});

describe('nobody ends by mistake', () => {
  it('what is of others, and is told what they may', async () => {
    await has('lead', SANDBOX);
    for (const words of [['--all'], ['--person', 'lead@example.com'], ['--provider', 'sandbox']])
      expect(await world.run('dev', ['end', ...words, '--yes'])).toMatchObject({
        status: 3,
        note: expect.stringContaining('All of yours: latchkey end --person dev@example.com'),
      });
    expect(await left()).toHaveLength(1);
  });

  it('without a yes', async () => {
    expect(await world.run('owner', ['end', '--all'])).toMatchObject({
      status: 2,
      note: expect.stringContaining('Add --yes'),
    });
    const asked: string[] = [];
    const keyboard = {
      key: () => Promise.resolve(null),
      line: (prompt: string) => Promise.resolve((asked.push(prompt), 'y')),
      close: () => undefined,
    };
    expect(await world.run('owner', ['end', '--all'], { keyboard })).toMatchObject({
      status: 2,
      note: expect.stringContaining('Nothing was ended.'),
    });
    expect(asked).toEqual(['This ends one access of one person, now. To do so, write yes: ']);
    expect(await left()).toHaveLength(1);
  });

  it.each([[[]], [['abcd1234', '--all']], [['--all', '--person', 'dev@example.com']], [['--all', '--gone']]])(
    'with %j',
    async (words) =>
      expect(await world.run('owner', ['end', ...words])).toMatchObject({
        status: 2,
        note: expect.stringContaining('Say one of'),
      }),
  );
});

it('ends nothing once it is stopped, and says that it did not', async () => {
  await has('dev', OTHER);
  const stop = AbortSignal.abort();
  expect(await world.run('owner', ['end', '--all', '--yes'], { stop })).toMatchObject({
    status: 6,
    note: expect.stringContaining('Run the same command again'),
  });
  expect(await left()).toContain(`dev@example.com ${OTHER}`);
  expect((await world.run('owner', ['end', '--all', '--yes'])).status).toBe(0);
  expect(await left()).toEqual([]);
});

it('is wrong usage where nobody or nothing is called so, with what may have been meant', async () => {
  await has('dev', OTHER);
  for (const [words, note] of [
    [['--person', 'dve@example.com'], 'Did you mean “dev@example.com”?'],
    [['--provider', 'sandbx'], 'Did you mean “sandbox”?'],
  ] as const)
    expect(await world.run('owner', ['end', ...words, '--yes'])).toMatchObject({
      status: 2,
      note: expect.stringContaining(note),
    });
  expect(await left()).toContain(`dev@example.com ${OTHER}`);
});
