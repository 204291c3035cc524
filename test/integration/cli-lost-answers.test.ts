import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinService } from '../../shared/client/join-service.ts';
import { pendingInFile } from '../../shared/client/pending-file.ts';
import type { Terminal } from '../../shared/cli/terminal.ts';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { newRecoveryWords } from '../../shared/system/key-words.ts';
import { startCliWorld } from './cli-world.ts';

// What was begun, and whose answer was lost, is not lost by a slip.

const OWNER = 'owner@example.com';

let world: Awaited<ReturnType<typeof startCliWorld>>;
let elsewhere: Awaited<ReturnType<typeof startCliWorld>>;
beforeEach(async () => {
  [world, elsewhere] = await Promise.all([startCliWorld(), startCliWorld()]);
});
afterEach(async () => {
  await Promise.all([world.stop(), elsewhere.stop()]);
});

const unread = { written: () => Promise.resolve({ kind: 'closed', message: 'nobody reads it' } as const) };
const fileOf = (name: string, who = 'back'): string => join(world.home(who), name);
const begun = (who = 'back'): Promise<string> => readFile(fileOf('joining.json', who), 'utf8');

const recover = (
  words: string,
  {
    as = OWNER,
    url = world.service.url,
    more = [],
    ...rest
  }: { as?: string; url?: string; more?: string[]; written?: Terminal['written'] } = {},
) =>
  world.run('back', ['recover', url, '--as', as, ...more], {
    piped: { read: () => Promise.resolve(words) },
    ...rest,
  });

/** The service has signed the device in, and nothing of that was heard here. */
async function lostRecovery(): Promise<string> {
  const { recoveryWords } = await world.json<{ recoveryWords: string }>('owner', ['recovery-key']);
  expect((await recover(recoveryWords, unread)).status).toBe(141);
  await rm(fileOf('identity.json'));
  return recoveryWords;
}

describe('a recovery whose answer was lost', () => {
  it('is gone on with after a slip in whom it is for, and at which service', async () => {
    const words = await lostRecovery();
    const left = await begun();
    expect(await recover(words, { as: 'ownr@example.com' })).toMatchObject({
      ...{ status: 3, note: expect.stringContaining(`latchkey recover URL --as ${OWNER}`) },
    });
    expect(await recover(words, { url: elsewhere.service.url })).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('is not the service at which') },
    });
    expect(await recover(newRecoveryWords())).toMatchObject({
      ...{ status: 3, note: expect.stringContaining(`A device of ${OWNER}`) },
    });
    expect(await begun()).toBe(left);
    expect(await recover(words)).toMatchObject({ status: 0 });
    expect(existsSync(fileOf('joining.json'))).toBe(false);
  });

  it('gives way to no invite', async () => {
    const words = await lostRecovery();
    const left = await begun();
    const { code } = await elsewhere.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
    for (const args of [
      [elsewhere.service.url, code],
      [world.service.url, 'another-invite'],
      [elsewhere.service.url, code, '--replace'],
    ])
      expect(await world.run('back', ['join', ...args])).toMatchObject({
        ...{ status: 3, note: expect.stringContaining(`--as ${OWNER}`) },
      });
    expect(await begun()).toBe(left);
    expect(await recover(words)).toMatchObject({ status: 0 });
  });
});

describe('a join whose answer was lost', () => {
  it('is gone on with after other invites and services were tried', async () => {
    const { code } = await world.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
    expect((await world.run('back', ['join', world.service.url, code], unread)).status).toBe(141);
    await rm(fileOf('identity.json'));
    expect(await world.run('back', ['join', elsewhere.service.url, code])).toMatchObject({ status: 3 });
    // Begun and not ended, at another service.
    const other = await elsewhere.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
    const file = pendingInFile(world.home('back'), null);
    const crash = {
      ...file,
      save: (...args: Parameters<typeof file.save>) => file.save(...args).then(killed),
    };
    const invite = { url: elsewhere.service.url, code: other.code, deviceName: 'laptop', pending: crash };
    await expect(joinService(invite)).rejects.toThrow('killed');
    expect(await world.run('back', ['join', elsewhere.service.url, 'another-invite'])).toMatchObject({
      status: 3,
    });
    expect(await world.run('back', ['join', world.service.url, code])).toMatchObject({ status: 0 });
    expect(await world.json<unknown[]>('back', ['devices'])).toHaveLength(1);
  });

  it('is forgotten once its own service takes it no more', async () => {
    const { code } = await world.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
    const file = pendingInFile(world.home('back'), null);
    const crash = {
      ...file,
      save: (...args: Parameters<typeof file.save>) => file.save(...args).then(killed),
    };
    const invite = { url: world.service.url, code, deviceName: 'laptop', pending: crash };
    await expect(joinService(invite)).rejects.toThrow('killed');
    await world.json('second', ['join', world.service.url, code]);
    expect(await world.run('back', ['join', world.service.url, code])).toMatchObject({ status: 3 });
    expect(existsSync(fileOf('joining.json'))).toBe(false);
  });
});

const killed = (): never => {
  throw new Error('killed');
};

describe('an unfinished founding', () => {
  let fresh: typeof world;
  beforeEach(async () => {
    fresh = await startCliWorld(exampleOrganisation, { isFounded: false });
  });
  afterEach(() => fresh.stop());

  /** Signed, and never sent. */
  async function begin(home: string, url: string, code: string | null): Promise<void> {
    await mkdir(home, { recursive: true });
    const file = pendingInFile(home, null);
    const save: typeof file.save = async (pending) => {
      await file.save(pending);
      if (pending.founding) killed();
    };
    const founding = { url, code: code ?? '', deviceName: 'laptop', pending: { ...file, save } };
    await expect(joinService(founding)).rejects.toThrow('killed');
  }

  it.each([[[]], [['--replace']]])('gives way to no recovery: %j', async (more) => {
    await begin(world.home('back'), fresh.service.url, fresh.service.ownerInvite);
    const left = await begun();
    const { recoveryWords } = await world.json<{ recoveryWords: string }>('owner', ['recovery-key']);
    for (const words of [recoveryWords, newRecoveryWords()])
      expect(await recover(words, { more })).toMatchObject({
        ...{ status: 3, note: expect.stringContaining('An organisation was being founded from here') },
      });
    expect(await begun()).toBe(left);
  });

  it('is void where somebody else founded the organisation first, which is joined then', async () => {
    await begin(fresh.home('dev'), fresh.service.url, fresh.service.ownerInvite);
    await fresh.json('owner', ['join', fresh.service.url, fresh.service.ownerInvite ?? '']);
    const { code } = await fresh.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
    expect(await fresh.run('dev', ['join', fresh.service.url, code])).toMatchObject({
      ...{ status: 0, note: expect.stringContaining('Joined Example as') },
    });
  });
});

describe('what was begun is left as it is, and nothing is sent', () => {
  it.each(['join', 'recover'])('by latchkey %s, where others may read it', async (verb) => {
    await lostRecovery();
    const left = await begun();
    await chmod(fileOf('joining.json'), 0o644);
    const args = verb === 'join' ? [world.service.url, 'another-invite'] : [world.service.url, '--as', OWNER];
    expect(await world.run('back', [verb, ...args])).toMatchObject({
      ...{ status: 2, note: expect.stringContaining('chmod 600') },
    });
    expect(await begun()).toBe(left);
  });

  it.each(['join', 'recover'])('by latchkey %s, where a newer Latchkey wrote it', async (verb) => {
    await mkdir(world.home('back'), { recursive: true });
    await writeFile(fileOf('joining.json'), '{"v":2,"keys":[]}', { mode: 0o600 });
    const args = verb === 'join' ? [world.service.url, 'another-invite'] : [world.service.url, '--as', OWNER];
    expect(await world.run('back', [verb, ...args])).toMatchObject({
      ...{ status: 2, note: expect.stringContaining('A newer Latchkey began to join') },
    });
    expect(await begun()).toBe('{"v":2,"keys":[]}');
  });
});
