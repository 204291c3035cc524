import { readFileSync, renameSync } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyText } from '../../shared/system/key-text.ts';
import { generateSigningKey } from '../../shared/system/node-crypto.ts';
import { loadIdentity, saveIdentity } from '../../shared/client/identity-file.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { exampleOrganisation } from '../../shared/cli/templates/example-organisation.ts';
import { startCliWorld } from './cli-world.ts';
import { saidInEnglish } from '../support/in-words.ts';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeEach(async () => {
  world = await startCliWorld();
});
afterEach(() => world.stop());

const identityOf = async (person: string): Promise<Identity> => {
  const identity = await loadIdentity(world.home(person));
  if (!identity.ok) throw new Error(saidInEnglish(identity.error));
  return identity.value;
};
const rotate = async (): Promise<{ logKey: string; keyId: string }> =>
  world.json('owner', ['rotate-log-key', '--yes']);
const answering = (line: string) => ({ keyboard: { line: () => Promise.resolve(line) } as never });
const again = () => world.startedWith(exampleOrganisation);

describe('latchkey rotate-log-key', () => {
  it('gives the log another key, which every device takes over with its next command', async () => {
    await world.join('dev');
    const before = (await identityOf('dev')).log;
    const { logKey, keyId } = await rotate();
    expect(logKey).not.toBe(before.key);
    expect((await identityOf('owner')).log).toEqual({
      ...{ origin: before.origin, key: logKey, earlier: [before.key] },
    });
    expect(readFileSync(join(world.folder, 'service', `log-key.${keyId}`), 'utf8')).not.toBe('');

    const told = await world.run('dev', ['requests']);
    expect(told).toMatchObject({
      status: 0,
      note: expect.stringContaining('another key, which this device'),
    });
    expect((await identityOf('dev')).log).toEqual((await identityOf('owner')).log);
    expect((await world.run('dev', ['requests'])).note).not.toContain('another key');

    const verified = await world.run('dev', ['history', 'verify']);
    expect(verified).toMatchObject({ status: 0, note: expect.not.stringContaining('alarm') });
    expect((await world.run('dev', ['history'])).out).toContain('gave the log another key');
  });

  it('only by owners, which others are told before anything else', async () => {
    await world.join('dev');
    expect(await world.run('dev', ['rotate-log-key'])).toMatchObject({
      status: 3,
      note: expect.stringContaining('Only owners can'),
    });
    expect((await world.run('owner', ['rotate-log-key'])).note).toContain('--yes');
  });

  it('more than once, also for a device that was away meanwhile and has verified what was before', async () => {
    await world.join('dev');
    await world.run('dev', ['history', 'verify']);
    const first = (await identityOf('dev')).log.key;
    const { logKey: second } = await rotate();
    await again();
    const { logKey: third } = await rotate();
    await again();
    expect(new Set([first, second, third]).size).toBe(3);
    const verified = await world.run('dev', ['history', 'verify']);
    expect(verified).toMatchObject({
      status: 0,
      note: expect.stringContaining('another key, which this device'),
    });
    expect((await identityOf('dev')).log).toMatchObject({ key: third, earlier: [second, first] });
    expect(await world.run('dev', ['history', 'verify'])).toMatchObject({ status: 0 });
  });

  it('and from then on the service does not start with the old one alone', async () => {
    const data = join(world.folder, 'service');
    const stolen = join(world.folder, 'stolen');
    const { keyId } = await rotate();
    expect((await world.run('owner', ['catalog'])).status).toBe(0);
    const started = world.stoppedWhile(() => {
      renameSync(join(data, `log-key.${keyId}`), stolen);
      return Promise.resolve();
    });
    await expect(started).rejects.toThrow(`log-key.${keyId}, the key that the log has now, is missing`);
    renameSync(stolen, join(data, `log-key.${keyId}`));
    await again();
    expect((await world.run('owner', ['catalog'])).status).toBe(0);
  });

  it('nor is a copy of the service of before', async () => {
    const data = join(world.folder, 'service');
    await world.stoppedWhile(() => cp(data, join(world.folder, 'copy'), { recursive: true }));
    await rotate();
    await world.stoppedWhile(async () => {
      await rm(data, { recursive: true });
      await rename(join(world.folder, 'copy'), data);
    });
    expect(await world.run('owner', ['catalog'])).toMatchObject({
      ...{ status: 5, note: expect.stringContaining('does not prove to be the service that was joined') },
    });
  });

  it('asks first, and keeps the key when nobody agrees; only owners are asked', async () => {
    const before = (await identityOf('owner')).log;
    const given = await world.run('owner', ['rotate-log-key'], answering('no'));
    expect(given).toMatchObject({ status: 2, note: expect.stringContaining('the log keeps its key') });
    expect(await world.run('owner', ['rotate-log-key'])).toMatchObject({
      status: 2,
      note: expect.stringContaining('add --yes'),
    });
    expect((await identityOf('owner')).log).toEqual(before);
    await world.join('dev');
    expect(await world.run('dev', ['rotate-log-key', '--yes'])).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('Only owners can change the key of the log') },
    });
    // What was made and not agreed to may be in a backup by now: it is never taken.
    const [, keyId] = /key ([0-9a-f]{8})\./.exec(given.note) ?? [];
    expect(keyId).toBeDefined();
    expect((await rotate()).keyId).not.toBe(keyId);
  });

  it('an invite of before is not taken any more, and says why; one of after pins the new key', async () => {
    const { code } = await world.json<{ code: string }>('owner', ['invite', 'dev@example.com']);
    const { logKey } = await rotate();
    const late = await world.run('dev', ['join', world.service.url, code]);
    expect(late).toMatchObject({ status: 3, note: expect.stringContaining('got another key since') });
    await world.join('dev');
    expect((await identityOf('dev')).log).toMatchObject({ key: logKey });
    expect((await world.run('dev', ['history', 'verify'])).status).toBe(0);
    expect((await world.run('dev', ['requests'])).note).not.toContain('another key');

    // As the first command of a device that has not heard of the next rotation.
    await rotate();
    const further = await world.json<{ code: string }>('dev', ['invite', 'dev@example.com']);
    expect((await world.run('phone', ['join', world.service.url, further.code])).status).toBe(0);
    expect((await identityOf('phone')).log.key).toBe((await identityOf('owner')).log.key);
  });
});

/** Swaps the folder of the service for another one. */
const swap = (away: string, here: string): Promise<void> =>
  world.stoppedWhile(async () => {
    await rename(join(world.folder, 'service'), join(world.folder, away));
    await rename(join(world.folder, here), join(world.folder, 'service'));
  });

describe('who has only the old key', () => {
  it('takes no device, also where nobody has heard of another one: what no owner signed is an alarm', async () => {
    await world.join('dev');
    const data = join(world.folder, 'service');
    await world.stoppedWhile(() => cp(data, join(world.folder, 'stolen'), { recursive: true }));
    const owner = await identityOf('owner');
    const thief = generateSigningKey();
    const signing = { publicKey: keyText(thief.publicKey), seed: keyText(thief.seed) };
    const db = new Database(join(world.folder, 'stolen', 'service.db'));
    db.prepare('UPDATE device SET "signingKey" = ? WHERE "deviceId" = ?').run(
      signing.publicKey,
      owner.deviceId,
    );
    db.close();
    await saveIdentity(await newHome('thief'), { ...owner, signing });
    await swap('real', 'stolen');
    expect((await world.run('thief', ['rotate-log-key', '--yes'])).status).toBe(0);

    const { log } = await identityOf('dev');
    const caught = await world.run('dev', ['catalog']);
    expect(caught.note).toContain('was not taken over');
    expect(caught.note).toContain('is not signed by a device of theirs');
    expect((await identityOf('dev')).log).toEqual(log);
    await swap('thiefs', 'real');
    expect((await world.run('dev', ['catalog'])).status).toBe(0);
  });
});

const newHome = async (person: string): Promise<string> => {
  await mkdir(world.home(person), { recursive: true });
  return world.home(person);
};

describe('the data folder of a service whose log got another key', () => {
  it('is backed up and restored with it, and not without it', async () => {
    const data = join(world.folder, 'service');
    const { keyId } = await rotate();
    const file = join(data, `log-key.${keyId}`);
    const backUp = (to: string) => world.run('op', ['backup', '--data', data, join(world.folder, to)]);
    expect((await backUp('good')).status).toBe(0);
    const restored = join(world.folder, 'restored');
    const from = join(world.folder, 'good');
    expect((await world.run('op', ['restore', '--data', restored, from])).status).toBe(0);
    expect(readFileSync(join(restored, `log-key.${keyId}`), 'utf8')).toBe(readFileSync(file, 'utf8'));
    await world.stoppedWhile(async () => {
      renameSync(file, join(world.folder, 'gone'));
      expect(await backUp('bad')).toMatchObject({
        ...{
          status: 1,
          note: expect.stringContaining(`log-key.${keyId}, the key that the log has now, is missing`),
        },
      });
      renameSync(join(world.folder, 'gone'), file);
    });
  });

  it('signs whatever else lies there, and whatever became of a key of before', async () => {
    const data = join(world.folder, 'service');
    const { keyId } = await rotate();
    await rotate();
    await writeFile(join(data, 'log-key.deadbeef'), '', { mode: 0o600 });
    await mkdir(join(data, 'log-key.cafecafe'));
    await writeFile(join(data, `log-key.${keyId}`), 'damaged', { mode: 0o600 });
    await again();
    expect((await world.run('owner', ['catalog'])).status).toBe(0);
    await rotate();
    await again();
    expect((await world.run('owner', ['history', 'verify'])).status).toBe(0);
  });
});

describe('latchkey runners', () => {
  it('lists the own runner of the service, which signs what it reports since the founding', async () => {
    const runners = await world.json<object[]>('owner', ['runners']);
    expect(runners).toEqual([expect.objectContaining({ device: 'built-in-runner', isSignedIn: true })]);
    expect((await world.run('owner', ['runners'])).out).toContain('signs what it reports');
    await world.join('dev');
    expect(await world.run('dev', ['runners'])).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('Only owners') },
    });
  });

  it('sign-in has one believed whose key was lost, by its new name', async () => {
    await world.stoppedWhile(() => rm(join(world.folder, 'service', 'runner-key')));
    const [, lost] = await world.json<{ device: string; isSignedIn: boolean }[]>('owner', ['runners']);
    expect(lost).toMatchObject({ device: expect.stringMatching(/^built-in-runner-/), isSignedIn: false });
    const name = lost?.device ?? '';
    expect(await world.run('owner', ['runners', 'sign-in', 'built-in-runner-x'])).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('No service has a runner built-in-runner-x') },
    });
    expect(await world.run('owner', ['runners', 'sign-in', name])).toMatchObject({
      ...{ status: 0, note: expect.stringContaining('from now on') },
    });
    expect(await world.run('owner', ['runners', 'sign-in', name])).toMatchObject({
      ...{ status: 0, note: expect.stringContaining('already') },
    });
    await again();
    expect(await world.json('owner', ['runners'])).toEqual([
      expect.objectContaining({ device: 'built-in-runner', isSignedIn: true }),
      expect.objectContaining({ device: name, isSignedIn: true }),
    ]);
    expect((await world.run('owner', ['history', 'verify'])).status).toBe(0);
  });
});
