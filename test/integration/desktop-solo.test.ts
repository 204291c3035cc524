import { inWordsWith } from '../support/in-words.ts';
import { fileBox } from '../support/file-box.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { root } from '../../build/setup/root.js';
import type { ServiceProcess } from '../../main/solo/solo-service.ts';
import { soloStarter } from '../../main/solo/solo-starter.ts';
import { modeOf } from '../../main/solo/mode-of.ts';
import { writeSoloFolder } from '../../main/solo/write-solo-folder.ts';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { localSections } from '../../main/store/local-data.ts';
import { openLocalStore } from '../../main/store/local-store.ts';
import { createEndOfMembership } from '../../main/sync/end-of-membership.ts';
import { createMembership } from '../../main/sync/membership.ts';
import { createRecoveryDesk } from '../../main/credentials/recovery-desk.ts';
import { createIdentityVault, type IdentityVault } from '../../main/system/identity-vault.ts';
import type { Identity } from '../../shared/client/identity.ts';
import type { PendingJoin } from '../../shared/client/pending-join.ts';
import { socketPathOf } from '../../shared/lib/service-place.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { eventually } from '../support/eventually.ts';
import { exampleCompany } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess as ServiceOfTeam } from '../support/service-process.ts';

// How a desktop has a service of its own: the real service, at the end of what the desktop does with it.

const OWNER = 'robin@example.com';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let folder: string;
let stops: (() => unknown)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-solo-'));
  stops = [() => rm(folder, { recursive: true, force: true, maxRetries: 10 })];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** The built service; `started` has the arguments of each that was, and `running` each itself. */
function forkIn(
  home: string,
  started: (readonly string[])[],
  running: ServiceProcess[] = [],
): (args: readonly string[]) => ServiceProcess {
  return (args) => {
    started.push(args);
    const child = spawn(process.execPath, [join(root, 'out/service/index.js'), ...args], {
      env: { PATH: process.env['PATH'] ?? '', LATCHKEY_HOME: home },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const firstLine = new Promise<string | null>((resolve) => {
      void exited.then(() => resolve(null));
      createInterface({ input: child.stdout }).on('line', resolve);
    });
    const service = { firstLine, exited, kill: () => void child.kill() };
    running.push(service);
    return service;
  };
}

/** A desktop without windows that lives in `home`. */
async function desktop(home: string, runtimeDir = join(folder, 'runtime')) {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const local = await openLocalStore({
    path: join(home, 'desktop.json'),
    sections: localSections,
    clock: systemClock,
  });
  const device = {
    name: 'laptop',
    version: '0',
    secretStorage: 'file' as const,
    home,
    runner: null,
    pools: [],
  };
  const catalog = { version: 0, items: [], names: {} };
  const keeper = createStateKeeper(
    firstState(local.data(), catalog, { ...device, organisationFolder: home, language: 'en' as const }),
    systemClock,
  );
  const vault = createIdentityVault(home, fileBox());
  const end = createEndOfMembership({
    ...{ clock: systemClock, keeper, local, vault },
    history: { believe: async () => undefined, forgetUnbelieved: async () => undefined },
    disconnect: async () => undefined,
    clearClipboard: async () => undefined,
    onSignedOut: () => undefined,
  });
  const connected: { identity: Identity; url: string }[] = [];
  const started: (readonly string[])[] = [];
  const running: ServiceProcess[] = [];
  const ground = {
    home,
    platform: process.platform,
    user: String(process.getuid?.()),
    runtimeDir,
    temporaryDir: folder,
  };
  const membership = createMembership({
    onAdopted: () => undefined,
    ...{ home, vault, keeper, end, deviceName: 'laptop', logger: silent },
    recovery: createRecoveryDesk({
      ...{ vault, keeper },
      clipboard: { copy: async () => systemClock.now(), stop: async () => undefined },
    }),
    mode: ({ url }) => modeOf(home, url),
    startSolo: soloStarter({
      ground,
      clock: systemClock,
      logger: silent,
      fork: forkIn(home, started, running),
    }),
    onJoined: () => undefined,
    onUnreadable: () => undefined,
    onLocked: () => undefined,
    onOpened: async () => undefined,
    onEntered: () => undefined,
    connect: async (identity, url) => void connected.push({ identity, url }),
    disconnect: async () => undefined,
  });
  stops.push(() => membership.stop());
  return { keeper, vault, end, membership, connected, started, running };
}

const CREATE = { organisationName: 'Example Inc.', yourId: OWNER, yourName: 'Robin Example' };

/** A home as an earlier Latchkey left it: its service was at a port, where its desktop joined, and perhaps others. */
async function oldHome(devices: number) {
  const home = join(folder, 'home');
  await writeSoloFolder(join(home, 'organisation'), { id: OWNER, name: 'Robin Example' }, 'en');
  const args = [
    '--data',
    join(home, 'service'),
    '--org',
    join(home, 'organisation'),
    '--pools',
    'none',
    '--name',
    'Example',
  ];
  const service = forkIn(home, [])([...args, '--listen', '127.0.0.1:0']);
  const { listening, ownerInvite } = JSON.parse((await service.firstLine) ?? '') as Record<string, string>;
  const members = [await Member.join(listening ?? '', ownerInvite ?? '')];
  for (let count = 1; count < devices; count += 1)
    members.push(await Member.join(listening ?? '', (await members[0]?.invite(OWNER)) ?? ''));
  stops.push(...members.map((member) => () => member.close()));
  service.kill();
  await service.exited;
  const [own, ...others] = members;
  if (!own) throw new Error('nobody joined');
  const vault = createIdentityVault(home, fileBox());
  await vault.save(own.identity);
  return { home, port: listening ?? '', own: own.identity, others };
}

/** Whether anybody listens there. */
async function isTaken(url: string): Promise<boolean> {
  const server = createServer();
  server.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
  const [event] = await Promise.race([once(server, 'listening').then(() => ['free']), once(server, 'error')]);
  server.close();
  return event !== 'free';
}

describe('a desktop with a service of its own', () => {
  test('has it on a socket in its home, at the same at each start', async () => {
    const home = join(folder, 'home');
    const first = await desktop(home);
    await first.membership.start();
    expect(await first.membership.create(CREATE)).toMatchObject({ ok: true });
    const url = `unix:${join(home, 'run', 'latchkey.sock')}`;
    expect(first.connected.at(-1)).toMatchObject({ url, identity: { url } });
    expect(await first.vault.load()).toMatchObject({ url });
    await first.membership.stop();
    expect(existsSync(socketPathOf(url) ?? '')).toBe(false);

    const next = await desktop(home);
    await next.membership.start();
    await eventually(() => expect(next.connected.at(-1)).toMatchObject({ url }));
    expect(next.keeper.state().setup).toMatchObject({ kind: 'ready', mode: 'solo' });
    expect(next.started.flat()).not.toContain('--former-listen');
  });

  test('has it elsewhere where its home is two hundred bytes long, and again there', async () => {
    const home = join(folder, 'ü'.repeat(50), 'h'.repeat(100));
    const runtimeDir = join(folder, 'runtime');
    const first = await desktop(home);
    await first.membership.start();
    expect(await first.membership.create(CREATE)).toMatchObject({ ok: true });
    const { url } = first.connected.at(-1) ?? { url: '' };
    expect(socketPathOf(url)).toMatch(new RegExp(`^${runtimeDir}/latchkey/[0-9a-f]{16}\\.sock$`));
    await first.membership.stop();
    // Logged in in another way, without that folder.
    const next = await desktop(home, '');
    await next.membership.start();
    await eventually(() => expect(next.connected).toHaveLength(1));
    const moved = next.connected.at(-1)?.url ?? '';
    expect(socketPathOf(moved)).toContain(join(folder, `latchkey-${process.getuid?.()}`));
    expect(await next.vault.load()).toMatchObject({ url: moved });
    const member = Member.of(next.connected.at(-1)?.identity);
    stops.push(() => member.close());
    expect(await member.api.session.me.query()).toMatchObject({ me: { id: OWNER } });
  });

  test('that was signed out joins it again with an invite, and has it as before', async () => {
    const { keeper, vault, end, membership, connected } = await desktop(join(folder, 'home'));
    await membership.start();
    expect(await membership.create(CREATE)).toMatchObject({ ok: true });
    const { identity, url } = connected.at(-1) ?? { identity: undefined, url: '' };
    if (!identity) throw new Error('it is not connected');
    const member = Member.of(identity);
    stops.push(() => member.close());
    const code = await member.invite(OWNER);
    await end.signOut(identity);
    expect(await vault.load()).toBeNull();
    expect(await membership.join({ url, code, deviceName: 'again' })).toMatchObject({ ok: true });
    expect(keeper.state().setup).toMatchObject({ kind: 'ready', mode: 'solo' });
    expect(await vault.load()).toMatchObject({ url });
  });

  test('that joined another service meanwhile stays with that, when its own is started again', async () => {
    const team = await ServiceOfTeam.start({ organisation: exampleCompany(), pools: 'none' });
    stops.push(() => team.remove());
    const { keeper, vault, end, membership, connected, running } = await desktop(join(folder, 'home'));
    await membership.start();
    expect(await membership.create(CREATE)).toMatchObject({ ok: true });
    const { identity } = connected.at(-1) ?? {};
    if (!identity) throw new Error('it is not connected');
    await end.signOut(identity);
    const invite = { url: team.url, code: team.ownerInvite, deviceName: 'laptop' };
    expect(await membership.join(invite)).toMatchObject({ ok: true });
    running[0]?.kill();
    await eventually(() => expect(running).toHaveLength(2));
    expect(await running[1]?.firstLine).toContain('unix:');
    expect(keeper.state().setup).toMatchObject({ kind: 'ready', mode: 'team' });
    expect(connected.at(-1)).toMatchObject({ url: team.url });
    expect(await vault.load()).toMatchObject({ url: team.url });
  });

  test('has it in another place where the first is taken', async () => {
    const home = join(folder, 'home');
    await mkdir(join(home, 'run', 'latchkey.sock'), { recursive: true, mode: 0o700 });
    const { membership, connected, started } = await desktop(home);
    await membership.start();
    expect(await membership.create(CREATE)).toMatchObject({ ok: true });
    expect(connected.at(-1)?.url).toContain(join(folder, 'runtime', 'latchkey'));
    expect(started).toHaveLength(4);
  });
});

/** Resolves once the desktop comes to this; it goes no further, as if it was killed there. */
function killedAt<K extends 'save' | 'begin'>(vault: IdentityVault, where: K): Promise<void> {
  return new Promise((resolve) => {
    const hang = (): Promise<never> => {
      resolve();
      return new Promise<never>(() => undefined);
    };
    if (where === 'save') vault.save = hang;
    const { begin } = vault;
    if (where === 'begin')
      vault.begin = async (passphrase) => {
        const begun = await begin(passphrase);
        if (!begun.ok) return begun;
        const { pending } = begun.value;
        const saved = { ...pending, save: (each: PendingJoin) => pending.save(each).then(hang) };
        return { ok: true, value: { ...begun.value, pending: saved } };
      };
  });
}

describe('a desktop that is killed while it makes an organisation', () => {
  it.each([
    ['after it was founded, and before its keys were kept', 'save'],
    ['before the service has heard of it', 'begin'],
  ] as const)('%s, goes on by itself with the same keys and the same recovery key', async (_when, where) => {
    const home = join(folder, 'home');
    const first = await desktop(home);
    await first.membership.start();
    const killed = killedAt(first.vault, where);
    void first.membership.create(CREATE);
    await killed;
    await first.membership.stop();
    const begun = await first.vault.pending.load();
    expect(begun?.founding).toBeTruthy();

    const next = await desktop(home);
    await next.membership.start();
    expect(next.keeper.state().setup).toEqual({ kind: 'working', what: 'creating' });
    await eventually(() => expect(next.connected).toHaveLength(1));
    expect(next.keeper.state()).toMatchObject({
      setup: { kind: 'ready', mode: 'solo' },
      recoveryWaits: true,
    });
    const identity = await next.vault.load();
    expect(identity).toMatchObject({
      ...{ signing: begun?.signing, organisation: 'Example Inc.', member: { id: OWNER } },
      founding: expect.any(String),
    });
    if (!identity) throw new Error('there is no identity');
    expect(await next.vault.recovery.load(identity)).toBe(begun?.founding?.recoveryWords);
    expect(await next.vault.pending.load()).toBeNull();
    const member = Member.of(identity);
    stops.push(() => member.close());
    expect(await member.api.session.me.query()).toMatchObject({ me: { id: OWNER } });
  });

  it('under a passphrase says so, and goes on once the same one was given with whatever name', async () => {
    const home = join(folder, 'home');
    const first = await desktop(home);
    await first.membership.start();
    const killed = killedAt(first.vault, 'save');
    void first.membership.create({ ...CREATE, passphrase: 'correct horse battery' });
    await killed;
    await first.membership.stop();
    const path = join(home, 'joining.json');
    const left = await readFile(path, 'utf8');
    expect(JSON.parse(left)).toMatchObject({ sealed: 'joining' });
    expect(left).not.toContain('seed');

    const next = await desktop(home);
    await next.membership.start();
    const { setup } = next.keeper.state();
    expect(setup).toMatchObject({ kind: 'firstRun', error: inWordsWith('the same passphrase') });
    const other = { ...CREATE, organisationName: 'Other Inc.' };
    for (const [wrong, sentence] of [
      [{ passphrase: 'staple of many words' }, 'with another passphrase than this one'],
      [{}, 'with a passphrase'],
    ] as const)
      expect(await next.membership.create({ ...other, ...wrong })).toMatchObject({
        error: { told: inWordsWith(sentence) },
      });
    expect(await readFile(path, 'utf8')).toBe(left);
    const made = await next.membership.create({ ...other, passphrase: 'correct horse battery' });
    expect(made).toEqual({ ok: true, value: undefined });
    expect(next.keeper.state()).toMatchObject({
      setup: { kind: 'ready', mode: 'solo' },
      recoveryWaits: true,
    });
    expect(await next.vault.load()).toMatchObject({ organisation: 'Example Inc.' });
    expect(await next.vault.locked()).toBeNull();
    expect(JSON.parse(await readFile(join(home, 'identity.json'), 'utf8'))).toMatchObject({
      sealed: 'identity',
    });
    expect(existsSync(path)).toBe(false);
  });

  it('is told where the keys of its organisation are gone', async () => {
    const home = join(folder, 'home');
    const first = await desktop(home);
    await first.membership.start();
    const killed = killedAt(first.vault, 'save');
    void first.membership.create(CREATE);
    await killed;
    await first.membership.stop();
    await first.vault.pending.forget();

    const next = await desktop(home);
    await next.membership.start();
    expect(next.keeper.state().setup).toEqual({ kind: 'firstRun', error: null });
    expect(await next.membership.create(CREATE)).toMatchObject({
      error: { told: inWordsWith('this Latchkey has no keys of it') },
    });
  });
});

describe('a desktop whose service was at a port', () => {
  test('moves it to a socket by itself, and gives the port up where nobody else has joined', async () => {
    const { home, port, own } = await oldHome(1);
    const { membership, vault, connected, started } = await desktop(home);
    await membership.start();
    await eventually(() => expect(connected).toHaveLength(1));
    const url = `unix:${join(home, 'run', 'latchkey.sock')}`;
    expect(connected[0]).toEqual({ url, identity: { ...own, url } });
    expect(await vault.load()).toEqual({ ...own, url });
    expect(started[0]).toContain('--former-listen');
    expect(await isTaken(port)).toBe(false);
    await membership.stop();

    const next = await desktop(home);
    await next.membership.start();
    await eventually(() => expect(next.connected).toHaveLength(1));
    expect(next.started.flat()).not.toContain('--former-listen');
  });

  test('serves others at that port who joined there, at each start', async () => {
    const { home, port, others } = await oldHome(2);
    const [other] = others;
    for (let start = 0; start < 2; start += 1) {
      const { membership, connected } = await desktop(home);
      await membership.start();
      await eventually(() => expect(connected).toHaveLength(1));
      expect(connected[0]?.url).toMatch(/^unix:/);
      const late = Member.of(other?.identity);
      expect(await late.api.session.me.query()).toMatchObject({ me: { id: OWNER } });
      expect(late.identity.url).toBe(port);
      await late.close();
      await membership.stop();
    }
  });
});
