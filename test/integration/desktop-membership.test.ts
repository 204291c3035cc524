import { inWords } from '../support/in-words.ts';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecoveryDesk } from '../../main/credentials/recovery-desk.ts';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { whyBarred } from '../../main/state/why-barred.ts';
import { localSections } from '../../main/store/local-data.ts';
import { openLocalStore } from '../../main/store/local-store.ts';
import { createEndOfMembership } from '../../main/sync/end-of-membership.ts';
import { createMembership } from '../../main/sync/membership.ts';
import { createIdentityVault } from '../../main/system/identity-vault.ts';
import { keepLogOf, keptIdentity, rekeyIdentity, saveIdentity } from '../../shared/client/identity-file.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { newPassphraseKey } from '../../shared/client/passphrase-seal.ts';
import { generateSigningKey } from '../../shared/system/node-crypto.ts';
import { generateSealingKey } from '../../shared/system/sealed-box.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FakeLog } from '../fakes/fake-log.ts';
import { testCertificate } from '../fakes/test-certificate.ts';
import { exampleCompany } from '../support/example-company.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { fileBox } from '../support/file-box.ts';
import { startWireService } from '../support/wire-service.ts';

let home: string;
let identity: Identity;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-membership-'));
  const { publicKey, seed } = generateSigningKey();
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  identity = {
    ...{
      url: 'http://127.0.0.1:9',
      deviceId: 'device1',
      organisation: 'Example',
    },
    log: new FakeLog().pinned,
    founding: null,
    member: { id: 'dev@example.com', name: 'Dev', kind: 'person' },
    signing: { publicKey: text(publicKey), seed: text(seed) },
    sealing: await generateSealingKey(),
  };
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** What belongs to an organisation, with `desktop.json` in a folder of its own. */
async function desktop() {
  const folder = join(home, 'state');
  await mkdir(folder);
  const path = join(folder, 'desktop.json');
  const local = await openLocalStore({ path, sections: localSections, clock: systemClock });
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
  const connected: Identity[] = [];
  const told: string[] = [];
  const membership = createMembership({
    onAdopted: () => undefined,
    ...{ home, vault, keeper, end, deviceName: 'laptop' },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
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
    onLocked: ({ log }) => void told.push(`the log of ${log.origin} can be read`),
    onOpened: async () => void told.push('what is kept can be read'),
    onEntered: () => undefined,
    connect: async (joined) => void connected.push(joined),
    disconnect: async () => undefined,
  });
  return { folder, keeper, vault, end, membership, connected, told };
}

describe('a device', () => {
  test('that is signed out says so although its disk takes nothing; its keys stay until that is written', async () => {
    await saveIdentity(home, identity);
    const { folder, keeper, vault, end, membership } = await desktop();
    await membership.start();
    expect(keeper.state().setup.kind).toBe('ready');
    // A file stands where the folder was: nothing can be written there.
    await rm(folder, { recursive: true });
    await writeFile(folder, '');
    await expect(end.signOut(identity)).rejects.toThrow();
    expect(keeper.state().setup.kind).toBe('signedOut');
    expect(await vault.load()).toEqual(identity);
  });

  test('whose keys others may read does not use them, says so, and goes on once that is mended', async () => {
    await saveIdentity(home, identity);
    await chmod(join(home, 'identity.json'), 0o644);
    const { keeper, membership, connected } = await desktop();
    await membership.start();
    expect(keeper.state().setup).toMatchObject({
      ...{ kind: 'firstRun', error: inWords(/run chmod 600 on it/) },
    });
    const invite = { url: 'http://127.0.0.1:9', code: 'an-invite', deviceName: 'laptop' };
    expect(await membership.join(invite)).toMatchObject({
      error: { told: inWords(/others may read/) },
    });
    expect(connected).toEqual([]);
    await chmod(join(home, 'identity.json'), 0o600);
    expect(await membership.join(invite)).toMatchObject({ ok: true });
    expect(connected).toEqual([identity]);
  });

  test('whose log got another key keeps that, goes on by it, and nothing else of it changes', async () => {
    await saveIdentity(home, identity);
    const { vault, membership, connected } = await desktop();
    await membership.start();
    const { origin, key } = identity.log;
    await membership.takeOver([key]);
    expect(connected).toEqual([identity]);
    await membership.takeOver(['another', key]);
    const adopted = { ...identity, log: { origin, key: 'another', earlier: [key] } };
    expect([membership.current(), await vault.load(), connected]).toEqual([
      ...[adopted, adopted],
      [identity, adopted],
    ]);
  });

  test('that was signed out takes over no key: nothing of it comes back', async () => {
    await saveIdentity(home, identity);
    const { keeper, vault, end, membership, connected } = await desktop();
    await membership.start();
    await end.signOut(identity);
    await membership.takeOver(['another', identity.log.key]);
    expect([await vault.load(), keeper.state().setup.kind, connected]).toEqual([
      ...[null, 'signedOut'],
      [identity],
    ]);
  });

  test('whose keys a command put under a passphrase meanwhile leaves them there', async () => {
    await saveIdentity(home, identity);
    const { membership } = await desktop();
    await membership.start();
    const key = await newPassphraseKey('correct horse battery');
    expect((await rekeyIdentity(home, identity, key)).ok).toBe(true);
    const before = await readFile(join(home, 'identity.json'), 'utf8');
    await membership.takeOver(['another', identity.log.key]);
    expect(await readFile(join(home, 'identity.json'), 'utf8')).toBe(before);
    // Who knows it keeps it there, under the same.
    const next = { ...identity, log: { ...identity.log, key: 'another' } };
    expect(await keepLogOf(home, next, key)).toBe(true);
    expect(await keptIdentity(home)).toMatchObject({ kind: 'locked', locked: { about: { log: next.log } } });
    expect(await keepLogOf(home, { ...next, deviceId: 'another' }, key)).toBe(false);
    expect(await keepLogOf(home, next, await newPassphraseKey('staple of many words'))).toBe(false);
  });

  test('that a command made a member of an organisation meanwhile takes that up, and spends no other invite', async () => {
    const { keeper, vault, membership, connected } = await desktop();
    await membership.start();
    expect(keeper.state().setup.kind).toBe('firstRun');
    await saveIdentity(home, identity);
    const invite = { url: 'http://127.0.0.1:9', code: 'an-invite', deviceName: 'laptop' };
    expect(await membership.join(invite)).toMatchObject({ ok: true });
    expect(keeper.state().setup.kind).toBe('ready');
    expect(connected).toEqual([identity]);
    expect(await vault.load()).toEqual(identity);
  });

  test('that founds an organisation keeps its recovery key until it is written down, sealed, and no longer than its keys', async () => {
    const service = await ServiceProcess.start({ organisation: exampleCompany() });
    try {
      const { folder, keeper, vault, membership } = await desktop();
      await membership.start();
      const { url, ownerInvite: code } = service;
      expect(await membership.join({ url, code, deviceName: 'laptop' })).toMatchObject({ ok: true });
      expect(keeper.state()).toMatchObject({ setup: { kind: 'ready' }, recoveryWaits: true });
      expect(await vault.pending.load()).toBeNull();
      const identity = (await vault.load()) as Identity;
      const words = (await vault.recovery.load(identity)) ?? '';
      expect(words.split(' ')).toHaveLength(12);
      expect(JSON.stringify(keeper.snapshot())).not.toContain(words);
      for (const name of await readdir(folder))
        expect(await readFile(join(folder, name), 'utf8')).not.toContain(words);
      await rm(folder, { recursive: true });
      const again = await desktop();
      await again.membership.start();
      expect(again.keeper.state().recoveryWaits).toBe(true);
      await again.end.signOut(identity);
      expect(again.keeper.state().recoveryWaits).toBe(false);
      expect((await readdir(home)).sort()).toEqual(['join.lock', 'state']);
    } finally {
      await service.remove();
    }
  });

  test('that cannot join over TLS is told why and what to do, not that nobody answers', async () => {
    const { keeper, membership } = await desktop();
    await membership.start();
    const page: RequestListener = (_asked, answer) => answer.end('<h1>a page</h1>');
    const server = createServer({ cert: testCertificate.cert, key: testCertificate.key }, page).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const answer = await membership.join({ url, code: 'an-invite', deviceName: 'laptop' });
    await writeFile(join(home, 'authorities.pem'), testCertificate.cert);
    const again = await membership.join({ url, code: 'an-invite', deviceName: 'laptop' });
    server.close();
    expect(again).toMatchObject({ error: { told: inWords(/is no Latchkey service/) } });
    const message = `The certificate of ${url} signs itself, so that this computer does not trust it. If you know that it is that of your service, put a copy of it (PEM) into ${join(home, 'authorities.pem')} and try again.`;
    expect(answer).toEqual({ ok: false, error: { code: 'badInput', told: inWords(message) } });
    expect(keeper.state().setup).toMatchObject({ kind: 'firstRun' });
  });
});

describe('a device whose keys a passphrase protects', () => {
  const PASSPHRASE = 'correct horse battery';
  beforeEach(async () => saveIdentity(home, identity, await newPassphraseKey(PASSPHRASE)));

  test('is locked at its start: its history can be read, and nobody is called', async () => {
    const { keeper, membership, connected, told } = await desktop();
    await membership.start();
    expect(keeper.state().setup).toEqual({ kind: 'locked', mode: 'team', organisation: 'Example' });
    expect(told).toEqual([`the log of ${identity.log.origin} can be read`]);
    expect(connected).toEqual([]);
    expect(whyBarred(keeper.state())).toMatchObject({ told: inWords(/Enter the passphrase/) });
  });

  test('says that a passphrase is wrong as often as one is tried, and goes on with the one that fits', async () => {
    const { keeper, membership, connected, told } = await desktop();
    await membership.start();
    for (const passphrase of ['wrong', 'wrong again'])
      expect(await membership.unlock({ passphrase })).toMatchObject({
        error: { told: inWords(/there is no limit/) },
      });
    expect(keeper.state().setup.kind).toBe('locked');
    // Pressed twice.
    const answers = await Promise.all([1, 2].map(() => membership.unlock({ passphrase: PASSPHRASE })));
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    expect(keeper.state().setup).toEqual({ kind: 'ready', mode: 'team' });
    expect(told.slice(1)).toEqual(['what is kept can be read']);
    expect(connected).toEqual([identity]);
  });

  test('keeps them when an invite that was to replace them is not taken', async () => {
    const { keeper, membership, vault } = await desktop();
    await membership.start();
    const invite = { url: 'http://127.0.0.1:9', code: 'an-invite', deviceName: 'laptop' };
    expect(await membership.join({ ...invite, passphrase: 'another of these' })).toMatchObject({ ok: false });
    expect(keeper.state().setup.kind).toBe('locked');
    expect(await vault.locked()).toMatchObject({ deviceId: identity.deviceId });
    expect(await membership.unlock({ passphrase: PASSPHRASE })).toMatchObject({ ok: true });
  });

  test('whose person forgot it joins anew, with new keys, under a new passphrase', async () => {
    const service = await startWireService();
    try {
      const { keeper, membership, vault, connected } = await desktop();
      await membership.start();
      const invite = { url: service.url, code: service.ownerInvite, deviceName: 'laptop' };
      expect(await membership.join({ ...invite, passphrase: 'another of these' })).toMatchObject({
        ok: true,
      });
      expect(keeper.state().setup.kind).toBe('ready');
      expect(connected.map(({ deviceId }) => deviceId)).not.toContain(identity.deviceId);
      expect(await vault.load()).toEqual(connected[0]);
      const next = createIdentityVault(home, fileBox());
      expect(await next.unlock(PASSPHRASE)).toMatchObject({ ok: false });
      expect(await next.unlock('another of these')).toMatchObject({ value: connected[0] });
    } finally {
      await service.stop();
    }
  });
});
