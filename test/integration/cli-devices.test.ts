import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCliWorld } from './cli-world.ts';

type World = Awaited<ReturnType<typeof startCliWorld>>;
interface Listed {
  readonly deviceId: string;
  readonly name: string;
  readonly joinedAt: string;
  readonly isThis: boolean;
  readonly invitedOn: { readonly deviceId: string } | null;
}

let world: World;
beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
  await world.join('lead');
});
afterAll(() => world.stop());

const DEV = 'dev@example.com';
const devices = (person: string, ...more: string[]) => world.json<Listed[]>(person, ['devices', ...more]);
/** One more device of dev, whose home has this name. */
async function another(home: string): Promise<string> {
  const { code } = await world.json<{ code: string }>('dev', ['invite', DEV]);
  await world.json(home, ['join', world.service.url, code]);
  return (await devices(home)).find(({ isThis }) => isThis)?.deviceId ?? '';
}

it('a device that was removed is told so, as its own service says it, and how it joins again', async () => {
  const id = await another('lost');
  await world.run('dev', ['devices', 'remove', id]);
  const told = await world.run('lost', ['requests']);
  expect(told).toMatchObject({ status: 3, note: expect.stringContaining('signed out for good') });
  expect(told.note).toContain('latchkey join --replace');
});

describe('latchkey devices', () => {
  it('lists one’s own as a table and as a document, and marks this one', async () => {
    const id = await another('phone');
    const { out, status } = await world.run('dev', ['devices']);
    expect(status).toBe(0);
    const [head, first, second] = out.split('\n');
    expect(head).toMatch(/^ID +NAME +JOINED +ABOUT$/);
    expect(first).toMatch(new RegExp(`^${id.slice(0, 8)} `));
    expect(first).not.toContain('this one');
    expect(second).toMatch(/ this one$/);
    const listed = await devices('dev');
    expect(listed.map(({ isThis }) => isThis)).toEqual([false, true]);
    expect(listed[0]?.joinedAt).toMatch(/^\d{4}-.*Z$/);
    expect((await world.run('dev', ['devices', 'remove', id])).status).toBe(0);
  });

  it('shows owners those of others, and nobody else', async () => {
    expect(await devices('owner', '--person', DEV)).toMatchObject([{ isThis: false }]);
    expect(await world.run('lead', ['devices', '--person', DEV])).toMatchObject({
      ...{ status: 3, note: 'Only owners see the devices of others. Ask one of them.\n' },
    });
  });

  it('renames one by the beginning of its id', async () => {
    const [own] = await devices('dev');
    const ran = await world.run('dev', ['devices', 'rename', own?.deviceId.slice(0, 5) ?? '', 'Desk \u202e']);
    expect(ran).toMatchObject({ status: 0, out: '' });
    expect(ran.note).toMatch(/ is called Desk .* now\.\n$/);
    expect(ran.note).not.toContain('\u202e');
    expect(await devices('dev')).toMatchObject([{ name: 'Desk \u202e' }]);
  });

  it.each<[string, string[], number, RegExp]>([
    ['an id that is none', ['remove', '../x'], 2, /four of them say which it is/],
    ['an id that nobody has', ['remove', 'zzzzzzzz'], 3, /You have no device whose id begins with zzzzzzzz/],
    ['an id that this person does not have', ['remove', 'zzzz', '--person', 'dev'], 3, /Only owners/],
    ['a name of nothing', ['rename', 'abcd', ' '], 2, /Say what the device is called/],
    ['a name that is too long', ['rename', 'abcd', 'x'.repeat(101)], 2, /Nothing was sent/],
    ['a reason that is too long', ['remove', 'abcd', '--reason', 'x'.repeat(2_001)], 2, /Nothing was sent/],
  ])('refuses %s', async (_what, words, status, sentence) => {
    const ran = await world.run('dev', ['devices', ...words]);
    expect(ran).toMatchObject({ status, out: '' });
    expect(ran.note).toMatch(sentence);
  });

  it('removes the one that it runs on, which is signed out then', async () => {
    const id = await another('tablet');
    const ran = await world.run('tablet', ['devices', 'remove', id.slice(0, 6), '--reason', 'sold']);
    expect(ran).toMatchObject({ status: 0, note: expect.stringContaining('is signed out for ever.') });
    expect(await world.run('tablet', ['devices'])).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('signed out for good') },
    });
    expect(await devices('dev')).toHaveLength(1);
  });

  it('says which was invited from which, and removes with a stolen one what was invited from it', async () => {
    const stolen = await another('taken');
    const { code } = await world.json<{ code: string }>('taken', ['invite', DEV]);
    await world.json('thief', ['join', world.service.url, code, '--device', 'their own']);
    const next = await world.json<{ code: string }>('thief', ['invite', DEV]);
    await world.json('thief2', ['join', world.service.url, next.code, '--device', 'their second']);
    const listed = await devices('dev');
    expect(listed.map(({ name, invitedOn }) => [name, invitedOn?.deviceId]).slice(0, 2)).toEqual([
      ['their second', listed[1]?.deviceId],
      ['their own', stolen],
    ]);
    expect((await world.run('dev', ['devices'])).out).toContain(`(${stolen.slice(0, 8)})`);
    const ran = await world.run('dev', ['devices', 'remove', stolen]);
    expect(ran.note).toMatch(
      /Still signed in, and invited from it: their second \(\w{8}\), their own \(\w{8}\)/,
    );
    const own = listed[1]?.deviceId ?? '';
    expect((await world.run('dev', ['devices'])).out).toContain(
      `invited from ${stolen.slice(0, 8)}, which was removed`,
    );
    const all = await world.run('dev', ['devices', 'remove', own, '--with-invited']);
    expect(all.note).toContain('their own');
    expect(all.note).toContain('their second');
    expect(await devices('dev')).toHaveLength(1);
  });

  it('removes a stolen one as an owner; the history says who and why', async () => {
    const id = await another('stolen');
    const words = ['devices', 'remove', id, '--person', DEV, '--reason', 'stolen on the train'];
    expect(await world.json<{ sentence: string }>('owner', words)).toMatchObject({
      sentence: expect.stringContaining(', a device of Dev Example, is signed out for ever.'),
    });
    expect((await world.run('stolen', ['requests'])).status).toBe(3);
    const { out } = await world.run('owner', ['history']);
    expect(out).toMatch(/Owner Example removed .*, a device of Dev Example, .*: stolen on the train/);
    expect((await world.run('owner', ['history', 'verify'])).status).toBe(0);
  });

  it('asks once more before the last one of all owners, or wants --yes', async () => {
    const [own] = await devices('owner');
    const words = ['devices', 'remove', own?.deviceId ?? ''];
    expect(await world.run('owner', words)).toMatchObject({
      ...{ status: 2, note: expect.stringMatching(/No owner has another device: .* add --yes\.\n$/) },
    });
    const answering = (answer: string) => ({
      ...{ key: () => Promise.resolve(null), line: () => Promise.resolve(answer), close: () => undefined },
    });
    expect(await world.run('owner', words, { keyboard: answering('no') })).toMatchObject({ status: 2 });
    expect(await devices('owner')).toHaveLength(1);
  });
});

describe('latchkey invite --replace', () => {
  it('is for owners, says what it does, and what joins with it takes the place of all others', async () => {
    expect((await world.run('lead', ['invite', DEV, '--replace'])).status).toBe(3);
    const refused = await world.run('owner', ['invite', DEV]);
    expect(refused).toMatchObject({ status: 3, note: expect.stringContaining(`${DEV} --replace`) });
    const ran = await world.run('owner', ['invite', DEV, '--replace']);
    expect(ran.note).toContain('All owners and dev@example.com are told.');
    const { code } = JSON.parse(ran.out) as { code: string };
    await world.json('anew', ['join', world.service.url, code]);
    expect((await world.run('dev', ['devices'])).status).toBe(3);
    expect(await devices('anew')).toMatchObject([{ isThis: true }]);
    const { out } = await world.run('owner', ['history']);
    expect(out).toMatch(/invited Dev Example anew: whoever joins with it takes the place of all devices/);
    expect(out).toMatch(/joined anew with .*: all devices that they had before are signed out/);
  });

  it('at the very end, the last of all owners goes with --yes', async () => {
    const [own] = await devices('owner');
    const ran = await world.run('owner', ['devices', 'remove', own?.deviceId ?? '', '--yes']);
    expect(ran).toMatchObject({ status: 0 });
  });
});
