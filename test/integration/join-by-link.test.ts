import { inWords } from '../support/in-words.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newInviteCode } from '../../shared/system/invite-code.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { joinLink, readJoinLink } from '../../shared/lib/join-link.ts';
import { fingerprintWords } from '../../shared/system/key-words.ts';
import { startCliWorld } from './cli-world.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeAll(async () => {
  world = await startCliWorld();
});
afterAll(() => world.stop());

interface Invite {
  readonly code: string;
  readonly link: string;
}
const inviteOf = (person: string): Promise<Invite> =>
  world.json<Invite>('owner', ['invite', `${person}@example.com`]);
const foundingOf = async (person: string): Promise<string> =>
  JSON.parse(await readFile(join(world.home(person), 'identity.json'), 'utf8')).founding;
const piped = (text: string) => ({ piped: { read: () => Promise.resolve(text) } as never });

describe('latchkey invite', () => {
  it('gives one line that says the address, the organisation and the code', async () => {
    const { code, link } = await inviteOf('dev');
    const founding = await foundingOf('owner');
    expect(founding).toMatch(/^[0-9a-f]{64}$/);
    expect(readJoinLink(link)).toEqual({ service: world.service.url, code, founding });
  });

  it('shows the line in a terminal, and says what it is for', async () => {
    const ran = await world.run('owner', ['invite', 'dev@example.com'], { columns: 80 });
    expect(ran.note).toContain('paste it into the first window of Latchkey');
    expect(ran.note).toContain((JSON.parse(ran.out) as Invite).link);
  });
});

describe('latchkey join', () => {
  it('takes the line alone, from standard input', async () => {
    const { link } = await inviteOf('dev');
    const ran = await world.run('dev', ['join'], piped(`${link}\n`));
    expect(ran).toMatchObject({ status: 0, note: expect.stringContaining('Joined Example as') });
    expect(await foundingOf('dev')).toBe(await foundingOf('owner'));
  });

  it('takes it where it asks', async () => {
    const { link } = await inviteOf('lead');
    const keyboard = { line: () => Promise.resolve(link) } as never;
    expect((await world.run('lead', ['join', '--no-passphrase'], { keyboard })).status).toBe(0);
  });

  it('takes it as its one argument, and says who can read it there', async () => {
    const { link } = await world.json<Invite>('dev', ['invite', 'dev@example.com']);
    const ran = await world.run('second', ['join', link]);
    expect(ran).toMatchObject({ status: 0, note: expect.stringContaining('can be read by other users') });
  });

  it.each([
    {
      name: 'a line that is not whole',
      words: ['join', 'latchkey://join?service=https://a.example.com'],
      says: 'in quotes',
    },
    {
      name: 'a line and another code',
      words: ['join', 'latchkey://join?service=x', 'code1234'],
      says: 'leave out the other one',
    },
    { name: 'a code alone', words: ['join'], input: 'AbCdEfGh12', says: 'This is a code alone' },
    { name: 'nothing', words: ['join'], input: ' \n', says: 'it is empty' },
    { name: 'no terminal and no input', words: ['join'], says: 'pass it on standard input' },
    {
      name: 'a line for another address',
      words: ['join', 'https://b.example.com'],
      input: joinLink({ service: 'https://a.example.com', code: 'AbCdEfGh12', founding: null }),
      says: 'This invite is for https://a.example.com, and not for https://b.example.com',
    },
  ])('says what is wrong with $name', async ({ words, input, says }) => {
    const ran = await world.run('nobody', words, input === undefined ? {} : piped(input));
    expect(ran).toMatchObject({ status: 2, out: '', note: expect.stringContaining(says) });
  });
});

describe('a link', () => {
  it('whose organisation is not that of its code joins nothing and leaves the invite good', async () => {
    const { code } = await world.json<Invite>('dev', ['invite', 'dev@example.com']);
    const { url } = world.service;
    const founding = await foundingOf('owner');
    const almost = `${founding.slice(0, -1)}${founding.endsWith('0') ? '1' : '0'}`;
    for (const other of ['b2'.repeat(32), almost])
      expect(await joinService({ url, code, deviceName: 'laptop', founding: other })).toMatchObject({
        error: { code: 'notProven', told: inWords(/it was altered on its way/) },
      });
    expect(await joinService({ url, code, deviceName: 'laptop', founding })).toMatchObject({ ok: true });
  });

  it('whose code is for another organisation joins nothing, also where it names the right one', async () => {
    const { url } = world.service;
    const founding = await foundingOf('owner');
    const code = newInviteCode({ founding: 'b2'.repeat(32), logKey: 'another' });
    const asked = { url, code, deviceName: 'laptop', founding };
    expect(await joinService(asked)).toMatchObject({ error: { code: 'badInvite' } });
  });
});

describe('latchkey whoami', () => {
  it('shows who one is, and the words that all who are in the organisation see, without asking anybody', async () => {
    const owner = await world.json<{ fingerprint: string }>('owner', ['whoami']);
    expect(owner).toMatchObject({ organisation: 'Example', url: world.service.url });
    expect(owner.fingerprint).toBe(fingerprintWords(await foundingOf('owner')));
    expect(owner.fingerprint.split(' ')).toHaveLength(8);
    const dev = await world.run('dev', ['whoami'], { columns: 80 });
    expect(dev.out).toContain(`known by: ${owner.fingerprint}\n`);
    expect(dev.note).toContain('compare them');
    expect(await world.run('nobody', ['whoami'])).toMatchObject({ status: 2, out: '' });
  });
});
