import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import type { Keyboard } from '../../shared/cli/terminal.ts';
import { startCliWorld } from './cli-world.ts';

// A join that ended before it had told all, or that nobody should have been asked more for.

const PASSPHRASE = 'correct horse battery';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeEach(async () => {
  world = await startCliWorld(exampleOrganisation, { isFounded: false });
});
afterEach(() => world.stop());

const code = (): string => world.service.ownerInvite ?? '';
const founding = (): readonly string[] => ['join', world.service.url, code()];
/** Nobody was there any more to read what was written. */
const unread = { written: () => Promise.resolve({ kind: 'closed', message: 'nobody reads it' } as const) };
const fileOf = (name: string): string => join(world.home('owner'), name);
const begun = (): Promise<string> => readFile(fileOf('joining.json'), 'utf8');
const wordsOf = (note: string): string | undefined => /Recovery key: (.+)/.exec(note)?.[1];

async function passphraseFile(name: string, text: string): Promise<string> {
  const path = join(world.folder, name);
  await writeFile(path, text, { mode: 0o600 });
  return path;
}

/** A person at a terminal who types these lines, and what was asked. */
function typing(...lines: string[]): { keyboard: Keyboard; asked: string[] } {
  const asked: string[] = [];
  const line = (prompt: string): Promise<string | null> => {
    asked.push(prompt);
    return Promise.resolve(lines.shift() ?? null);
  };
  return { asked, keyboard: { key: () => Promise.resolve(null), line, close: () => undefined } };
}

it('an invite that ended as another one was used says so', async () => {
  await world.json('owner', founding());
  const invite = () => world.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
  const [first, second] = [await invite(), await invite()];
  await world.json('dev', ['join', world.service.url, first.code]);
  expect(await world.run('tablet', ['join', world.service.url, second.code])).toMatchObject({
    status: 3,
    note: expect.stringContaining('This invite has ended: another one was used first'),
  });
});

describe('latchkey join, once more with the same invite', () => {
  it('tells the recovery key that nobody read, once, and ends as the first would have', async () => {
    const words = wordsOf((await world.run('owner', founding(), unread)).note);
    expect(words?.split(' ')).toHaveLength(12);
    const again = await world.run('owner', founding());
    expect(again).toMatchObject({ status: 0, note: expect.stringContaining('Founded Example as its owner') });
    expect(wordsOf(again.note)).toBe(words);
    expect(existsSync(fileOf('joining.json'))).toBe(false);
    const third = await world.run('owner', founding());
    expect(third).toMatchObject({ status: 3, note: expect.stringContaining('Add --replace') });
    expect(third.note).not.toContain('Recovery key');
  });

  it('goes on with the keys that were founded with, where the identity was not kept any more', async () => {
    const first = await world.run('owner', founding(), unread);
    const { signing } = JSON.parse(await begun()) as { signing: unknown };
    await rm(fileOf('identity.json'));
    const { recoveryWords } = await world.json<{ recoveryWords: string }>('owner', founding());
    expect(recoveryWords).toBe(wordsOf(first.note));
    expect(JSON.parse(await readFile(fileOf('identity.json'), 'utf8'))).toMatchObject({ signing });
    expect(existsSync(fileOf('joining.json'))).toBe(false);
  });

  it('says so, and tells no recovery key, where another invite is given', async () => {
    await world.run('owner', founding(), unread);
    const other = await world.run('owner', ['join', world.service.url, 'another-invite']);
    expect(other).toMatchObject({
      status: 3,
      note: expect.stringContaining('recovery key was not told yet'),
    });
    expect(wordsOf(other.note)).toBeUndefined();
    expect(wordsOf((await world.run('owner', founding())).note)).toBeDefined();
  });

  it('joins once where it was no founding, and forgets what it joined with', async () => {
    await world.run('owner', founding());
    const invite = await world.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
    const words = ['join', world.service.url, invite.code];
    await world.run('dev', words, unread);
    expect(await world.run('dev', words)).toMatchObject({
      ...{ status: 0, note: expect.stringContaining('Joined Example as') },
    });
    expect(existsSync(join(world.home('dev'), 'joining.json'))).toBe(false);
    expect(await world.json<unknown[]>('dev', ['devices'])).toHaveLength(1);
  });
});

describe('what latchkey join begins with --passphrase-file', () => {
  const under = (path: string): readonly string[] => [...founding(), '--passphrase-file', path];

  it('is under that passphrase, and goes on with it alone', async () => {
    const file = await passphraseFile('passphrase', PASSPHRASE);
    const words = wordsOf((await world.run('owner', under(file), unread)).note);
    const left = await begun();
    expect(JSON.parse(left)).toMatchObject({ sealed: 'joining', about: null });
    expect(left).not.toMatch(/seed|privateKey|recoveryWords/);
    // As if it was killed before the identity was kept.
    await rm(fileOf('identity.json'));

    const other = await passphraseFile('other', 'staple of many words');
    expect(await world.run('owner', under(other))).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('with another passphrase than this one') },
    });
    expect(await world.run('owner', founding())).toMatchObject({
      ...{ status: 2, note: expect.stringContaining('With --passphrase-file FILE') },
    });
    expect(await begun()).toBe(left);

    expect(wordsOf((await world.run('owner', under(file))).note)).toBe(words);
    expect(existsSync(fileOf('joining.json'))).toBe(false);
    const kept = JSON.parse(await readFile(fileOf('identity.json'), 'utf8')) as unknown;
    expect(kept).toMatchObject({ sealed: 'identity' });
    expect(await world.run('owner', ['catalog', '--passphrase-file', file])).toMatchObject({ status: 0 });
  });

  it('is asked for once in a terminal, and tells its recovery key also where the identity was kept', async () => {
    const file = await passphraseFile('passphrase', PASSPHRASE);
    const words = wordsOf((await world.run('owner', under(file), unread)).note);
    const identity = await readFile(fileOf('identity.json'), 'utf8');
    const told = typing(PASSPHRASE);
    const again = await world.run('owner', founding(), { keyboard: told.keyboard, ...unread });
    expect([wordsOf(again.note), told.asked]).toEqual([...[words, ['Passphrase of this device’s keys: ']]]);
    expect(await readFile(fileOf('identity.json'), 'utf8')).toBe(identity);
    await rm(fileOf('identity.json'));
    const begunBefore = typing(PASSPHRASE);
    const third = await world.run('owner', founding(), { keyboard: begunBefore.keyboard });
    expect([third.status, wordsOf(third.note), begunBefore.asked]).toEqual([
      ...[0, words, ['Passphrase with which joining was begun here: ']],
    ]);
  });
});

describe('latchkey join in a terminal', () => {
  it.each([
    ['a code that nobody made', () => [world.service.url], 'another-invite', 3, 'not valid'],
    ['an address where nobody answers', () => ['http://127.0.0.1:9'], 'another-invite', 5, '127.0.0.1:9'],
  ])('asks for no passphrase after %s', async (_what, where, given, status, sentence) => {
    const { keyboard, asked } = typing(given, 'yes', PASSPHRASE, PASSPHRASE);
    const ran = await world.run('owner', ['join', ...where()], { keyboard });
    expect(ran).toMatchObject({ status, note: expect.stringContaining(sentence) });
    expect(asked).toEqual(['Invite: ']);
  });
});
