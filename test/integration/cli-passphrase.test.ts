import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../build/setup/root.js';
import type { Keyboard } from '../../shared/cli/terminal.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

const PASSPHRASE = 'correct horse battery';
const OTHER = 'staple of many words';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeAll(async () => {
  world = await startCliWorld();
});
afterAll(() => world.stop());

/** A person at a terminal who types these lines, and what was asked; `hidden` beside what was not shown. */
function typing(...lines: string[]): { keyboard: Keyboard; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    keyboard: {
      key: () => Promise.resolve(null),
      line: (prompt, _signal, echo) => {
        asked.push(echo === 'hidden' ? `hidden ${prompt}` : prompt);
        return Promise.resolve(lines.shift() ?? null);
      },
      close: () => undefined,
    },
  };
}

/** A file with a secret, for its owner alone. */
async function secretFile(name: string, text: string, mode = 0o600): Promise<string> {
  const path = join(world.folder, name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
}
const identityPath = (person: string): string => join(world.home(person), 'identity.json');
const identityOf = (person: string): Promise<string> => readFile(identityPath(person), 'utf8');
/** A device of the owner's, whose keys a passphrase protects: `latchkey join`, in one way. */
async function inviteOwner(): Promise<string> {
  return (await world.json<{ code: string }>('owner', ['invite', 'owner@example.com'])).code;
}

describe('latchkey join', () => {
  it('asks in a terminal how the keys are kept, says what each means, and asks twice for the passphrase', async () => {
    const { keyboard, asked } = typing(await inviteOwner(), 'yes', PASSPHRASE, PASSPHRASE);
    const ran = await world.run('asked', ['join', world.service.url], { keyboard });
    expect(ran).toMatchObject({ status: 0, note: expect.stringContaining('Joined Example as') });
    expect(ran.note).toMatch(/who forgets it joins anew[^]*mode 0600/);
    expect(asked).toEqual([
      'Invite: ',
      'Protect them with a passphrase? Write yes or no: ',
      'hidden New passphrase (it is not shown): ',
      'hidden Once more: ',
    ]);
    expect(await identityOf('asked')).not.toContain('seed');
    expect((await stat(identityPath('asked'))).mode & 0o777).toBe(0o600);
    expect(await readdir(world.home('asked'))).not.toContain('identity.sealed');
  });

  it('keeps the keys in a file of mode 0600 for who answers no, and says no more of it', async () => {
    const { keyboard, asked } = typing(await inviteOwner(), 'perhaps', 'no');
    expect(await world.run('plain', ['join', world.service.url], { keyboard })).toMatchObject({ status: 0 });
    expect(asked).toHaveLength(3);
    expect(JSON.parse(await identityOf('plain'))).toHaveProperty('signing.seed');
    expect((await stat(identityPath('plain'))).mode & 0o777).toBe(0o600);
    expect(await world.run('plain', ['catalog'])).toMatchObject({ status: 0 });
  });

  it('asks nothing with --no-passphrase, and nothing without a terminal', async () => {
    for (const [person, words, changes] of [
      ['flag', ['--no-passphrase'], { keyboard: typing().keyboard }],
      ['pipe', [], {}],
    ] as const) {
      const ran = await world.run(
        person,
        ['join', world.service.url, await inviteOwner(), ...words],
        changes,
      );
      expect(ran.status).toBe(0);
      expect(JSON.parse(await identityOf(person))).toHaveProperty('signing.seed');
    }
  });

  it.each([
    ['short', ['yes', 'short', 'short', 'short'], 'at least 12 characters'],
    ['mistyped', ['yes', PASSPHRASE, OTHER, PASSPHRASE, OTHER, PASSPHRASE, OTHER], 'were not the same'],
  ])('spends no invite on a passphrase that is %s', async (person, answers, sentence) => {
    const code = await inviteOwner();
    const { keyboard } = typing(code, ...answers);
    const ran = await world.run(person, ['join', world.service.url], { keyboard });
    expect(ran).toMatchObject({ status: 2, note: expect.stringContaining(sentence) });
    expect(ran.note).toContain('Given up: nothing was done.');
    expect(await world.run(person, ['join', world.service.url, code, '--replace'])).toMatchObject({
      status: 0,
    });
  });

  it('protects the keys with the passphrase in a file that only this user can read', async () => {
    const code = await inviteOwner();
    const open = await secretFile('open', PASSPHRASE, 0o644);
    const refused = await world.run('ci', ['join', world.service.url, code, '--passphrase-file', open]);
    expect(refused).toMatchObject({ status: 2, note: expect.stringContaining('run chmod 600 on it') });
    const file = await secretFile('passphrase', `${PASSPHRASE}\n`);
    const ran = await world.run('ci', ['join', world.service.url, code, '--passphrase-file', file]);
    expect(ran.status).toBe(0);
    expect(JSON.parse(await identityOf('ci'))).toMatchObject({ sealed: 'identity' });
    const again = await world.run('ci', ['join', world.service.url, code]);
    expect(again).toMatchObject({ status: 3, note: expect.stringContaining('has joined http://127.0.0.1') });
  });
});

describe('a command of a member whose keys are protected', () => {
  it('is told without a terminal which option there is, and is done with it', async () => {
    const without = await world.run('ci', ['grants', '--json']);
    expect(without.status).toBe(2);
    expect(JSON.parse(without.out)).toMatchObject({
      error: { code: 'locked', message: expect.stringContaining('--passphrase-file FILE') },
    });
    const file = join(world.folder, 'passphrase');
    for (const words of [
      ['grants'],
      ['devices'],
      ['history', 'verify'],
      ['pools', 'check'],
      ['request', 'staging/sandbox:token', '--for', '1m', '--reason', 'for CI', '--wait'],
    ])
      expect(await world.run('ci', [...words, '--passphrase-file', file]), words[0]).toMatchObject({
        status: 0,
      });
  });

  it('does not take it from the environment', async () => {
    const environment = {
      LATCHKEY_HOME: world.home('ci'),
      LATCHKEY_PASSPHRASE: PASSPHRASE,
      LATCHKEY_PASSPHRASE_FILE: join(world.folder, 'passphrase'),
    };
    expect(await world.run('ci', ['grants'], { environment })).toMatchObject({ status: 2 });
  });

  it('asks in a terminal without showing it, again when it is wrong, and locks nobody out', async () => {
    const first = typing('wrong', 'wrong again', PASSPHRASE);
    expect(await world.run('ci', ['grants'], { keyboard: first.keyboard })).toMatchObject({ status: 0 });
    expect(first.asked).toEqual(Array(3).fill('hidden Passphrase of this device’s keys: '));
    const never = typing('wrong', 'wrong', 'wrong', PASSPHRASE);
    const ran = await world.run('ci', ['grants'], { keyboard: never.keyboard });
    expect(ran).toMatchObject({ status: 3, note: expect.stringContaining('does not open the keys') });
    expect(never.asked).toHaveLength(3);
    expect(await world.run('ci', ['grants'], { keyboard: typing(PASSPHRASE).keyboard })).toMatchObject({
      status: 0,
    });
  });

  it('says no passphrase, and refuses a file that has the wrong one, none or two', async () => {
    for (const [text, status] of [
      ['a wrong passphrase', 3],
      ['', 2],
      [`${PASSPHRASE}\n${PASSPHRASE}\n`, 2],
      [`${PASSPHRASE}\0`, 2],
      ['x'.repeat(10_000), 2],
    ] as const) {
      const file = await secretFile('other', text);
      const ran = await world.run('ci', ['grants', '--json', '--passphrase-file', file]);
      expect(ran.status).toBe(status);
      expect(ran.note + ran.out).not.toContain(text === '' ? PASSPHRASE : text.slice(0, 15));
    }
    const gone = await world.run('ci', ['grants', '--passphrase-file', join(world.folder, 'nowhere')]);
    expect(gone).toMatchObject({ status: 2, note: expect.stringContaining('there is no file') });
  });

  it('says that the file was damaged, and sends nothing', async () => {
    await mkdir(world.home('damaged'));
    const text = await identityOf('ci');
    await writeFile(identityPath('damaged'), text.slice(0, -100), { mode: 0o600 });
    const ran = await world.run('damaged', ['grants'], { keyboard: typing(PASSPHRASE).keyboard });
    expect(ran).toMatchObject({ status: 2, note: expect.stringContaining('is damaged') });
    await writeFile(identityPath('damaged'), text.padEnd(1_000_001));
    const huge = await world.run('damaged', ['grants'], { keyboard: typing(PASSPHRASE).keyboard });
    expect(huge).toMatchObject({ status: 1, note: expect.stringContaining('is larger than 1 MB') });
  });
});

describe('keys that others may read', () => {
  it('are used by no command until that is mended, and not replaced unasked; under a passphrase they are', async () => {
    const invite = await inviteOwner();
    await world.run('exposed', ['join', world.service.url, invite]);
    const path = identityPath('exposed');
    const before = await identityOf('exposed');
    await chmod(path, 0o640);
    const refused = {
      status: 2,
      note: expect.stringContaining(`others may read ${path}: run chmod 600 on it.`),
    };
    expect(await world.run('exposed', ['grants'])).toMatchObject(refused);
    const join = ['join', world.service.url, await inviteOwner()];
    expect(await world.run('exposed', join)).toMatchObject(refused);
    expect(await identityOf('exposed')).toBe(before);
    await chmod(path, 0o600);
    expect(await world.run('exposed', ['grants'])).toMatchObject({ status: 0 });
    await chmod(identityPath('ci'), 0o644);
    const file = await secretFile('passphrase', PASSPHRASE);
    expect(await world.run('ci', ['grants', '--passphrase-file', file])).toMatchObject({ status: 0 });
    await chmod(identityPath('ci'), 0o600);
  });
});

describe('latchkey passphrase', () => {
  it('sets, changes and takes it away; the same device goes on', async () => {
    const { deviceId } = JSON.parse(await identityOf('plain')) as { deviceId: string };
    const set = await world.run('plain', ['passphrase'], {
      keyboard: typing(PASSPHRASE, PASSPHRASE).keyboard,
    });
    expect(set).toMatchObject({
      status: 0,
      note: expect.stringContaining('are protected by the passphrase'),
    });
    expect(await identityOf('plain')).not.toContain('seed');
    expect((await stat(identityPath('plain'))).mode & 0o777).toBe(0o600);

    const change = typing(PASSPHRASE, OTHER, OTHER);
    const changed = await world.run('plain', ['passphrase'], { keyboard: change.keyboard });
    expect(changed).toMatchObject({ status: 0, note: expect.stringContaining('The passphrase is changed') });
    const old = typing(PASSPHRASE, PASSPHRASE, PASSPHRASE);
    expect(await world.run('plain', ['grants'], { keyboard: old.keyboard })).toMatchObject({ status: 3 });
    const other = await secretFile('other', OTHER);
    const grants = await world.run('plain', ['grants', '--passphrase-file', other]);
    expect(grants.status).toBe(0);

    const removed = await world.run('plain', ['passphrase', '--remove', '--passphrase-file', other]);
    expect(removed).toMatchObject({ status: 0, note: expect.stringContaining('mode 0600') });
    expect(JSON.parse(await identityOf('plain'))).toMatchObject({ deviceId });
    expect(await world.run('plain', ['grants'])).toMatchObject({ status: 0 });
  });

  it('works without a terminal by two files, and changes nothing with a wrong one', async () => {
    const [now, next] = [await secretFile('now', PASSPHRASE), await secretFile('next', OTHER)];
    const before = await identityOf('ci');
    const files = (from: string, to: string) => [
      ...['passphrase', '--passphrase-file', from],
      ...['--new-passphrase-file', to],
    ];
    expect(await world.run('ci', files(next, now))).toMatchObject({ status: 3 });
    expect(await world.run('ci', files(now, await secretFile('too-short', 'short')))).toMatchObject({
      status: 2,
    });
    expect(await world.run('ci', ['passphrase', '--passphrase-file', now])).toMatchObject({ status: 2 });
    expect(await identityOf('ci')).toBe(before);
    expect(await world.json('ci', files(now, next))).toEqual({ isProtected: true });
    expect(await world.run('ci', ['grants', '--passphrase-file', next])).toMatchObject({ status: 0 });
    expect(await world.run('ci', files(next, now))).toMatchObject({ status: 0 });
  });
});

describe('latchkey runner', () => {
  const tokens = async (): Promise<string[]> =>
    (await readdir(join(world.home('ci'), 'runner', 'providers', 'example', 'access'))).filter(
      (name) => !name.startsWith('.'),
    );

  it('killed and started again without the passphrase ends what is due, says that nothing new is taken, and takes nothing', async () => {
    const dir = join(world.folder, 'org');
    await world.run('owner', ['init', dir]);
    for (const [file, from, to] of [
      ['catalog.yaml', 'pool: default', 'pool: berlin'],
      ['people.yaml', 'groups: [platform] }', 'groups: [platform], pools: [berlin] }'],
    ] as const) {
      const text = await readFile(join(dir, file), 'utf8');
      await writeFile(join(dir, file), text.replace(from, to));
    }
    expect(await world.run('owner', ['publish', dir])).toMatchObject({ status: 0 });
    const file = await secretFile('now', PASSPHRASE);
    const words = ['runner', '--pool', 'berlin'];
    const command = [join(root, 'build/latchkey.js'), ...words, '--passphrase-file', file];
    const first = spawn(process.execPath, command, {
      env: { PATH: process.env['PATH'], LATCHKEY_HOME: world.home('ci') },
      stdio: 'ignore',
    });
    const killed = once(first, 'exit');
    const ask = (wait: string, time: string): string[] => [
      ...['request', 'staging/sandbox:token', '--for', time, '--reason', 'it restarts', `--wait=${wait}`],
    ];
    expect(await world.run('owner', ask('1m', '6s'))).toMatchObject({ status: 0 });
    expect(await tokens()).toHaveLength(1);
    first.kill('SIGKILL');
    await killed;

    const second = new AbortController();
    let said = '';
    const again = world.run('ci', words, {
      stop: second.signal,
      note: (text) => void (said += text),
    });
    await until(() => /--passphrase-file FILE\. Nothing new is granted until/.test(said));
    await until(async () => (await tokens()).length === 0);
    // Long enough for a runner that would take it.
    expect(await world.run('owner', ask('3s', '1m'))).toMatchObject({ status: 4 });
    expect(await tokens()).toHaveLength(0);
    second.abort();
    expect((await again).status).toBe(0);

    const third = new AbortController();
    const { keyboard } = typing('wrong', PASSPHRASE);
    const last = world.run('ci', words, { stop: third.signal, keyboard });
    await until(async () => (await tokens()).length === 1);
    third.abort();
    expect((await last).status).toBe(0);
  });

  it('with a wrong passphrase goes on ending, and says what is wrong', async () => {
    const stop = new AbortController();
    let said = '';
    const words = [
      'runner',
      '--pool',
      'berlin',
      '--passphrase-file',
      await secretFile('wrong', 'a wrong one'),
    ];
    const running = world.run('ci', words, { stop: stop.signal, note: (text) => void (said += text) });
    await until(() => /does not open the keys[^]*what is active ends on time/.test(said));
    stop.abort();
    expect((await running).status).toBe(0);
  });

  it('whose folder another one has does not wait for a passphrase', async () => {
    await mkdir(join(world.home('copy')), { recursive: true });
    await copyFile(identityPath('ci'), identityPath('copy'));
    await writeFile(join(world.home('copy'), 'runner'), 'a file is in the way');
    const keyboard: Keyboard = {
      key: () => Promise.resolve(null),
      line: () => new Promise(() => undefined),
      close: () => undefined,
    };
    const ran = await world.run('copy', ['runner', '--pool', 'berlin'], { keyboard });
    expect(ran.status).toBe(1);
  });
});
