import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecoveryDesk } from '../../main/credentials/recovery-desk.ts';
import { firstState } from '../../main/state/first-state.ts';
import { createStateKeeper } from '../../main/state/state-keeper.ts';
import { localSections } from '../../main/store/local-data.ts';
import { openLocalStore } from '../../main/store/local-store.ts';
import { createEndOfMembership } from '../../main/sync/end-of-membership.ts';
import { createMembership } from '../../main/sync/membership.ts';
import { createIdentityVault } from '../../main/system/identity-vault.ts';
import { saveIdentity } from '../../shared/client/identity-file.ts';
import type { Identity } from '../../shared/client/identity.ts';
import { generateSigningKey } from '../../shared/system/node-crypto.ts';
import { generateSealingKey } from '../../shared/system/sealed-box.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { FakeLog } from '../fakes/fake-log.ts';
import { testCertificate } from '../fakes/test-certificate.ts';
import { exampleCompany } from '../support/example-company.ts';
import { ServiceProcess } from '../support/service-process.ts';

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
    firstState(local.data(), catalog, { ...device, organisationFolder: home }),
    systemClock,
  );
  const vault = createIdentityVault(home, {
    kind: 'file',
    protect: (text) => Buffer.from(text),
    reveal: (bytes) => bytes.toString(),
  });
  const end = createEndOfMembership({
    ...{ clock: systemClock, keeper, local, vault },
    history: { believe: async () => undefined, forgetUnbelieved: async () => undefined },
    disconnect: async () => undefined,
    clearClipboard: async () => undefined,
    onSignedOut: () => undefined,
  });
  const connected: Identity[] = [];
  const membership = createMembership({
    ...{ home, vault, keeper, end, deviceName: 'laptop' },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    recovery: createRecoveryDesk({
      ...{ pending: vault.pending, keeper },
      clipboard: { copy: async () => systemClock.now(), stop: async () => undefined },
    }),
    mode: () => 'team',
    startSolo: () => {
      throw new Error('there is no service of its own in this test');
    },
    onJoined: () => undefined,
    onUnreadable: () => undefined,
    connect: async (joined) => void connected.push(joined),
    disconnect: async () => undefined,
  });
  return { folder, keeper, vault, end, membership, connected };
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

  test('that founds an organisation keeps its recovery key until it is written down, in no file but with its keys', async () => {
    const service = await ServiceProcess.start({ organisation: exampleCompany() });
    try {
      const { folder, keeper, vault, membership } = await desktop();
      await membership.start();
      const { url, ownerInvite: code } = service;
      expect(await membership.join({ url, code, deviceName: 'laptop' })).toMatchObject({ ok: true });
      expect(keeper.state()).toMatchObject({ setup: { kind: 'ready' }, recoveryWaits: true });
      const words = (await vault.pending.load())?.founding?.recoveryWords ?? '';
      expect(words.split(' ')).toHaveLength(12);
      expect(JSON.stringify(keeper.snapshot())).not.toContain(words);
      for (const name of await readdir(folder))
        expect(await readFile(join(folder, name), 'utf8')).not.toContain(words);
      await rm(folder, { recursive: true });
      const again = await desktop();
      await again.membership.start();
      expect(again.keeper.state().recoveryWaits).toBe(true);
      await again.end.signOut((await vault.load()) as Identity);
      expect(again.keeper.state().recoveryWaits).toBe(false);
      expect(await vault.pending.load()).toBeNull();
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
    expect(again).toMatchObject({ error: { message: expect.stringContaining('is no Latchkey service') } });
    const message = `The certificate of ${url} signs itself, so that this computer does not trust it. If you know that it is that of your service, put a copy of it (PEM) into ${join(home, 'authorities.pem')} and try again.`;
    expect(answer).toEqual({ ok: false, error: { code: 'badInput', message } });
    expect(keeper.state().setup).toMatchObject({ kind: 'firstRun' });
  });
});
