import { desktopSigner } from '../../main/sync/desktop-signer.ts';
import { deviceHandlers } from '../../main/ipc/device-handlers.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { inEnglish } from '../../shared/words/words.ts';
import { publishFiles } from '../support/publish-files.ts';
import Database from 'libsql';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecoveryDesk } from '../../main/credentials/recovery-desk.ts';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { whyBarred } from '../../main/state/why-barred.ts';
import { localSections } from '../../main/store/local-data.ts';
import { openLocalStore } from '../../main/store/local-store.ts';
import { createDesktopSync } from '../../main/sync/desktop-sync.ts';
import { createEndOfMembership } from '../../main/sync/end-of-membership.ts';
import { createLink } from '../../main/sync/link.ts';
import { createMembership } from '../../main/sync/membership.ts';
import { createOutbox } from '../../main/sync/outbox.ts';
import type { OutboxCommand } from '../../main/store/outbox-command.ts';
import { sendCommand } from '../../main/sync/send-command.ts';
import { createIdentityVault } from '../../main/system/identity-vault.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { isProvenSignedOut } from '../../shared/client/prove-signed-out.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { signedOutText } from '../../shared/domain/signed-out-text.ts';
import { formatNote, signNoteText } from '../../shared/log/signed-note.ts';
import { verifierKey } from '../../shared/log/keys.ts';
import { generateSigningKey, sha256, signer } from '../../shared/system/node-crypto.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { fileBox } from '../support/file-box.ts';
import { DEV, exampleCompany, LEAD, peopleWithout } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { until } from '../fakes/until.ts';
import { startFakeEdge } from './edge-of-fake.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

let home: string;
let service: ServiceProcess;
let owner: Member;
let identity: Identity;
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-signed-out-'));
  service = await ServiceProcess.start({ organisation: exampleCompany() });
  owner = await Member.join(service.url, service.ownerInvite);
  const code = await owner.invite(LEAD);
  const joined = await joinService({ url: service.url, code, deviceName: 'laptop' });
  if (!joined.ok) throw new Error(inEnglish(joined.error.told));
  identity = joined.value;
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await owner.close();
  await service.remove();
  await rm(home, { recursive: true, force: true });
});

/** The part of the desktop that belongs to an organisation, on `home`, as compose.ts puts it together. */
async function desktop() {
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
    organisationFolder: home,
    language: 'en' as const,
  };
  const catalog = { version: 0, items: [], names: {} };
  const keeper = createStateKeeper(firstState(local.data(), catalog, device), systemClock);
  const barred = () => whyBarred(keeper.state());
  const link = createLink(barred);
  const outbox = createOutbox({
    list: () => keeper.state().outbox,
    save: async (commands) => keeper.update((state) => ({ ...state, outbox: commands })),
    send: (command) => link.call((api, signal) => sendCommand(api, command, signal)),
    onState: (state) => sync.takeIn([state]),
    barred,
    isSlow: () => keeper.state().connection.kind === 'slow',
    clock: systemClock,
  });
  const sync = createDesktopSync({
    ...{ keeper, link, outbox, clock: systemClock, logger: silent },
    signerOf: (joined) => desktopSigner(joined, { clock: systemClock, keeper, local }),
    cursor: { read: () => local.data().cursor, write: (cursor) => local.update({ cursor }) },
    onMe: () => undefined,
    onClient: () => undefined,
    logSync: () => null,
    isWatched: () => true,
    onSignedOut: (ended) => end.signOut(ended),
  });
  const seen = { cleared: 0, served: [] as string[] };
  const vault = createIdentityVault(home, fileBox());
  const end = createEndOfMembership({
    ...{ clock: systemClock, keeper, local, vault },
    history: { believe: async () => undefined, forgetUnbelieved: async () => undefined },
    disconnect: sync.disconnect,
    clearClipboard: async () => void (seen.cleared += 1),
    onSignedOut: ({ deviceId }) => void seen.served.push(deviceId),
  });
  const membership = createMembership({
    onAdopted: () => undefined,
    ...{ home, vault, keeper, logger: silent, end, deviceName: 'laptop' },
    recovery: createRecoveryDesk({
      ...{ vault, keeper },
      clipboard: { copy: async () => systemClock.now(), stop: async () => undefined },
    }),
    mode: () => 'team',
    startSolo: () => {
      throw new Error('there is no service of its own in this test');
    },
    onJoined: () => undefined,
    onUnreadable: () => undefined,
    onLocked: () => undefined,
    onOpened: async () => undefined,
    onEntered: () => undefined,
    connect: sync.connect,
    disconnect: sync.disconnect,
  });
  stops.push(() => membership.stop());
  const kind = () => keeper.state().setup.kind;
  return { keeper, outbox, membership, vault, seen, kind, sync, link, end };
}

async function signedIn() {
  await createIdentityVault(home, fileBox()).save(identity);
  const made = await desktop();
  await made.membership.start();
  await until(() => made.keeper.state().connection.kind === 'online');
  return made;
}

async function publish(people: string): Promise<void> {
  const { catalog, policy } = exampleCompany();
  const { published } = await publishFiles(owner.api, { people, catalog, policy });
  expect(published).toBe(true);
}

const waiting: OutboxCommand = {
  key: 'key0000000001',
  requestId: 'request00001',
  title: 'Drain the refund queue',
  createdAt: systemClock.now(),
  state: 'waiting',
  message: null,
  procedure: 'withdraw',
  input: { requestId: 'request00001' },
};

describe('a device that was signed out does not lie', () => {
  test('who is taken out of people.yaml is signed out: secrets wiped, after a restart too, and a new invite is taken', async () => {
    const { keeper, kind, seen, outbox } = await signedIn();
    await publish(peopleWithout(LEAD));
    await until(() => kind() === 'signedOut');
    await until(() => seen.served.length === 1);
    expect(keeper.snapshot().setup).toMatchObject({ kind: 'signedOut', mode: 'team' });
    expect(keeper.snapshot()).toMatchObject({ connection: { kind: 'none' }, outbox: [], mine: [] });
    expect((await readdir(home)).filter((name) => name.startsWith('identity'))).toEqual([]);
    expect(await readFile(join(home, 'desktop.json'), 'utf8')).not.toContain(identity.signing.seed);
    expect(seen).toMatchObject({ cleared: 1, served: [identity.deviceId] });
    expect(await outbox.give(waiting)).toMatchObject({ ok: false, error: { code: 'notSignedIn' } });

    const again = await desktop();
    await again.membership.start();
    expect(again.kind()).toBe('signedOut');
    expect(again.seen.served).toEqual([identity.deviceId]);

    const bad = await again.membership.join({ url: service.url, code: 'no-such-invite', deviceName: 'x' });
    expect(bad).toMatchObject({ ok: false });
    expect(again.kind()).toBe('signedOut');
    const code = await owner.invite(DEV);
    expect(await again.membership.join({ url: service.url, code, deviceName: 'new' })).toMatchObject({
      ok: true,
    });
    await until(() => again.keeper.state().connection.kind === 'online');
    expect(again.keeper.state()).toMatchObject({ setup: { kind: 'ready' }, me: { id: DEV } });
  });

  test('what waited to be sent is told as not sent', async () => {
    const { keeper, kind } = await signedIn();
    keeper.update((state) => ({ ...state, outbox: [waiting] }));
    await publish(peopleWithout(LEAD));
    await until(() => kind() === 'signedOut');
    expect(keeper.snapshot().setup).toMatchObject({
      notSent: [{ kind: 'withdraw', title: 'Drain the refund queue' }],
    });
  });

  test('a device that was removed is signed out, and can leave', async () => {
    const { kind, membership, keeper } = await signedIn();
    expect(await membership.leave()).toMatchObject({ ok: false });
    await service.stop();
    const database = new Database(join(service.data, 'service.db'));
    database.prepare('DELETE FROM device WHERE "deviceId" = ?').run(identity.deviceId);
    database.close();
    await service.start();
    await until(() => kind() === 'signedOut');
    await until(async () => (await readdir(home)).every((name) => !name.startsWith('identity')));
    expect(await membership.leave()).toEqual({ ok: true, value: undefined });
    expect(keeper.state()).toMatchObject({ setup: { kind: 'firstRun' }, me: null, organisation: null });
    const again = await desktop();
    await again.membership.start();
    expect(again.kind()).toBe('firstRun');
  });

  test('who removed it themselves on it is told so, after a restart too', async () => {
    const { kind, keeper, membership, link, end } = await signedIn();
    const { 'devices.remove': remove } = deviceHandlers(link, {
      ...{ current: membership.current, byOneself: end.byOneself },
      name: () => 'laptop',
    });
    const said = await remove({ deviceId: identity.deviceId, reason: '', evenLast: false });
    expect(said).toEqual({ ok: true, value: expect.anything() });
    await until(() => kind() === 'signedOut');
    expect(keeper.snapshot().setup).toMatchObject({ isByOneself: true });
    await until(async () => (await readdir(home)).every((name) => !name.startsWith('identity')));
    const again = await desktop();
    await again.membership.start();
    expect(again.keeper.snapshot().setup).toMatchObject({ kind: 'signedOut', isByOneself: true });
  });

  test('who tried to remove it, was refused, and is taken out by others later is not told so', async () => {
    const { kind, keeper, membership, link, end } = await signedIn();
    const { 'devices.remove': remove } = deviceHandlers(
      { call: async () => ({ kind: 'refused', refusal: refuse('notAllowed', 'stillIn') }) },
      { current: membership.current, byOneself: end.byOneself, name: () => 'laptop' },
    );
    expect(link.api()).not.toBe(null);
    expect(await remove({ deviceId: identity.deviceId, reason: '', evenLast: false })).toMatchObject({
      ok: false,
    });
    await publish(peopleWithout(LEAD));
    await until(() => kind() === 'signedOut');
    expect(keeper.snapshot().setup).toMatchObject({ isByOneself: false });
  });

  test('a service that was founded anew cannot prove to be the old one: nothing is wiped, and a person can join it or leave', async () => {
    const { keeper, kind, membership, vault } = await signedIn();
    await service.stop();
    await rm(service.data, { recursive: true });
    await service.start();
    await until(() => isStranger(keeper.state().connection));
    expect(kind()).toBe('ready');
    expect(await vault.load()).toEqual(identity);
    const newOwner = await Member.join(service.url, service.ownerInvite);
    const code = await newOwner.invite(DEV);
    await newOwner.close();
    expect(await membership.join({ url: service.url, code, deviceName: 'laptop' })).toMatchObject({
      ok: true,
    });
    await until(() => keeper.state().connection.kind === 'online');
    expect((await vault.load())?.log.key).not.toBe(identity.log.key);
  });

  test('after an alarm nothing is wiped, and nothing is sent', async () => {
    const { keeper, kind, vault, outbox } = await signedIn();
    const alarm = { kind: 'fork', sentence: 'The log has two histories.', evidenceFile: '/evidence' };
    keeper.update((state) => ({ ...state, outbox: [waiting], log: { ...state.log, alarm } }));
    await outbox.flush();
    expect(keeper.state().outbox).toEqual([waiting]);
    expect(await outbox.give(waiting)).toMatchObject({ ok: false, error: { code: 'tampered' } });
    await publish(peopleWithout(LEAD));
    await until(() => isStranger(keeper.state().connection));
    expect(kind()).toBe('ready');
    expect(await vault.load()).toEqual(identity);
  });
});

describe('who takes the port of the service', () => {
  test('and answers 401 wipes nothing, and the true service is found again when it returns', async () => {
    const { keeper, kind, vault } = await signedIn();
    const { port } = new URL(service.url);
    await service.stop();
    const impostor = await startFakeEdge(systemClock, Number(port));
    await until(() => isStranger(keeper.state().connection));
    expect(kind()).toBe('ready');
    expect(await vault.load()).toEqual(identity);
    await impostor.edge.stop();
    await service.start();
    await until(() => keeper.state().connection.kind === 'online');
  });

  test.each([
    ['no note', () => null],
    ['a note by another key', (about: About) => noteBy(identity.log.origin, about)],
    ['a note about another nonce', (about: About) => proofOf({ ...about, nonce: 'n'.repeat(43) })],
    ['a note about another device', (about: About) => proofOf({ ...about, deviceId: 'nobodysdevice000' })],
    ['a checkpoint of the true log', async () => (await owner.api.log.checkpoint.query()).note],
  ])('proves nothing with %s', async (_what, answer) => {
    const { fake, edge, url } = await startFakeEdge();
    stops.push(() => edge.stop());
    fake.api.session.signedOut = async (about) => ({ note: await answer(about) });
    expect(await isProvenSignedOut(url, identity)).toBe(false);
  });

  test('proves it only by passing on what the true service says of this very device', async () => {
    const { fake, edge, url } = await startFakeEdge();
    stops.push(() => edge.stop());
    fake.api.session.signedOut = async (about) => ({ note: await proofOf(about) });
    expect(await isProvenSignedOut(url, identity)).toBe(false);
    await publish(peopleWithout(LEAD));
    expect(await isProvenSignedOut(url, identity)).toBe(true);
  });
});

interface About {
  readonly nonce: string;
  readonly deviceId: string;
}

const proofOf = async (about: About): Promise<string | null> =>
  (await owner.api.session.signedOut.query(about)).note;

function noteBy(origin: string, about: About): string {
  const { publicKey, seed } = generateSigningKey();
  const text = signedOutText(about);
  const key = verifierKey(sha256, origin, publicKey);
  return formatNote({ text, signatures: [signNoteText(text, key, signer(seed))] });
}

const isStranger = (connection: { kind: string; isStranger?: boolean }): boolean =>
  connection.kind === 'offline' && connection.isStranger === true;
