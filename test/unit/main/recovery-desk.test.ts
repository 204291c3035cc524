import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRecoveryDesk } from '../../../main/credentials/recovery-desk.ts';
import { createIdentityVault } from '../../../main/system/identity-vault.ts';
import { createKeyedBox, type KeyedBox } from '../../../main/system/secret-box.ts';
import { deviceIdOf } from '../../../shared/domain/statements/joining.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { fileBox } from '../../support/file-box.ts';
import type { DesktopState } from '../../../main/state/desktop-state.ts';
import type { Identity } from '../../../shared/client/identity.ts';
import { newPendingJoin, type PendingJoin } from '../../../shared/client/pending-join.ts';
import { instant } from '../../../shared/lib/time.ts';
import { newRecoveryWords } from '../../../shared/system/key-words.ts';
import { FakeLog } from '../../fakes/fake-log.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-recovery-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const WORDS = newRecoveryWords();
const XOR = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
const keyringBox = (): KeyedBox =>
  createKeyedBox({
    kind: 'encrypted',
    protect: (text) => XOR(Buffer.from(text)),
    reveal: (bytes) => XOR(bytes).toString(),
  });

/** What is kept once an organisation was founded; without `words`: joined. */
async function pendingOf(words: string | null): Promise<PendingJoin> {
  const pending = await newPendingJoin('A'.repeat(43));
  if (words === null) return pending;
  const { publicKey } = pending.signing;
  const statement = {
    ...{ v: 1, log: 'example', type: 'foundOrganisation', by: 'robin', device: 'd'.repeat(43), at: 1 },
    seen: { size: 0, root: '0'.repeat(64) },
    body: {
      ...{ name: 'Example', logKey: 'example+0+A', documents: null, runner: null, recoveryKey: publicKey },
      device: { name: 'laptop', signingKey: publicKey, sealingKey: pending.sealing.publicKey },
    },
  };
  const signed = { statement, signature: 'A'.repeat(86) };
  const sent = { signed, byInvite: 'A'.repeat(86), inviteKey: pending.inviteKey };
  return { ...pending, founding: { sent, recoveryWords: words } } as unknown as PendingJoin;
}

function deskOf(box: KeyedBox) {
  const seen = { state: { recoveryWaits: false } as DesktopState, copied: [] as string[], cleared: 0 };
  const vault = createIdentityVault(home, box);
  const desk = createRecoveryDesk({
    vault,
    keeper: {
      state: () => seen.state,
      update: (change) => void (seen.state = change(seen.state)),
    },
    clipboard: {
      copy: async (text) => (seen.copied.push(text), instant(7)),
      stop: async () => void (seen.cleared += 1),
    },
  });
  return { seen, vault, desk };
}

const identityOf = ({ signing, sealing }: PendingJoin): Identity => ({
  ...{
    url: 'http://127.0.0.1:9',
    deviceId: deviceIdOf(sha256, signing.publicKey),
    organisation: 'Example',
    founding: null,
  },
  ...{ log: new FakeLog().pinned, member: { id: 'robin', name: 'Robin', kind: 'person' }, signing, sealing },
});

const filesWith = async (text: string): Promise<string[]> => {
  const names = await readdir(home);
  const texts = await Promise.all(names.map((name) => readFile(join(home, name), 'utf8')));
  return names.filter((_, index) => texts[index]?.includes(text));
};

describe.each([
  { name: 'in a file', box: fileBox },
  { name: 'by a keyring', box: keyringBox },
])('the recovery key of an organisation that was founded here, where keys are kept $name', ({ box }) => {
  test('waits, also after a restart, until it is written down, and is nowhere then', async () => {
    const pending = await pendingOf(WORDS);
    await deskOf(box()).vault.pending.save(pending);
    for (let start = 0; start < 2; start++) {
      const { seen, desk } = deskOf(box());
      await desk.settle(pending);
      expect(seen.state.recoveryWaits).toBe(true);
      expect(JSON.stringify(seen.state)).not.toContain(WORDS);
      expect(await desk.words()).toEqual({ ok: true, value: { words: WORDS } });
    }
    expect(await readdir(home)).toEqual(['recovery.sealed']);
    expect(await filesWith(WORDS)).toEqual([]);
    const { seen, desk } = deskOf(box());
    await desk.settle(pending);
    expect(await desk.copy()).toEqual({ ok: true, value: { clearsAt: 7 } });
    expect(seen.copied).toEqual([WORDS]);
    expect(await desk.forget()).toEqual({ ok: true, value: undefined });
    expect(seen).toMatchObject({ state: { recoveryWaits: false }, cleared: 1 });
    expect(await readdir(home)).toEqual([]);
    for (const answer of [await desk.words(), await desk.copy(), await desk.forget()])
      expect(answer).toMatchObject({ error: { code: 'notFound' } });
  });

  test('goes with the keys of this device, when it is signed out', async () => {
    const pending = await pendingOf(WORDS);
    const { vault, desk } = deskOf(box());
    await vault.pending.save(pending);
    await vault.save(identityOf(pending));
    await desk.settle(pending);
    await vault.wipe();
    // The lock that all who keep keys here take.
    expect(await readdir(home)).toEqual(['join.lock']);
  });

  test('of the next organisation stays when the keys of the one before go', async () => {
    const pending = await pendingOf(WORDS);
    const { vault } = deskOf(box());
    await vault.pending.save(pending);
    await vault.save(identityOf(await pendingOf(null)));
    await vault.wipe();
    expect(await vault.pending.load()).toEqual(pending);
  });
});

describe('what a device joined with', () => {
  test('is forgotten once it has joined', async () => {
    const pending = await pendingOf(null);
    const { seen, vault, desk } = deskOf(fileBox());
    await vault.pending.save(pending);
    await desk.settle(pending);
    expect(seen.state.recoveryWaits).toBe(false);
    expect(await vault.pending.load()).toBeNull();
  });

  test('stays while it is about to join elsewhere, and its words are told to nobody', async () => {
    const pending = await pendingOf(WORDS);
    const { seen, vault, desk } = deskOf(fileBox());
    await vault.pending.save(pending);
    await desk.settle(await pendingOf(null));
    expect(seen.state.recoveryWaits).toBe(false);
    expect(await desk.words()).toMatchObject({ ok: false });
    expect(await vault.pending.load()).toEqual(pending);
  });

  test.each(['in the clear, as of before', 'under it, too'])(
    'is forgotten with keys under a passphrase that nobody says, but not that of another device: %s',
    async (how) => {
      const [pending, another] = [await pendingOf(WORDS), await pendingOf(null)];
      for (const [kept, left] of [
        [pending, null],
        [another, another],
      ] as const) {
        const { vault } = deskOf(fileBox());
        if (how !== 'under it, too' || left) await vault.pending.save(kept);
        (await vault.prepare('correct horse battery'))();
        if (how === 'under it, too' && !left) await vault.pending.save(kept);
        await vault.save(identityOf(pending));
        await deskOf(fileBox()).vault.wipe();
        expect(await vault.pending.load()).toEqual(left);
        await vault.pending.forget();
      }
    },
  );

  test('is left where somebody joins in the place of keys that nobody can unlock any more', async () => {
    const { vault } = deskOf(fileBox());
    const pending = await pendingOf(WORDS);
    (await vault.prepare('correct horse battery'))();
    await vault.pending.save(pending);
    await vault.save(identityOf(pending));
    const begun = await deskOf(fileBox()).vault.begin('staple of many words');
    expect(begun.ok && (await begun.value.pending.load())).toBeNull();
  });
});
