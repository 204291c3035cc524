import { inWords, inWordsWith } from '../support/in-words.ts';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCredentialCache } from '../../main/credentials/credential-cache.ts';
import { createIdentityVault } from '../../main/system/identity-vault.ts';
import { createKeyedBox, type KeyedBox } from '../../main/system/secret-box.ts';
import { begunHere } from '../../main/solo/found-here.ts';
import { newPendingJoin } from '../../shared/client/pending-join.ts';
import { keptIdentity } from '../../shared/client/identity-file.ts';
import { identityToText } from '../../shared/client/identity.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { fileBox } from '../support/file-box.ts';

// How the desktop keeps keys and credentials: by a keyring, by a passphrase, or in a file.

const PASSPHRASE = 'correct horse battery';
const OTHER = 'staple of many words';
const CREDENTIALS = new Map([
  ['grant0001', { credential: { fields: [], command: 'cat it' }, instructions: null }],
]);

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-keys-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A start of the app: nothing is known but what is on the disk. */
function start(box: KeyedBox = fileBox()) {
  return { box, vault: createIdentityVault(home, box), cache: createCredentialCache(home, box) };
}
/** A keyring, as far as it matters here. */
const keyring = (): KeyedBox => {
  const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  return createKeyedBox({
    kind: 'encrypted',
    protect: (text) => flip(Buffer.from(text)),
    reveal: (bytes) => flip(bytes).toString(),
  });
};
/** A home whose keys are protected, and that is locked now. */
async function protectedHome(): Promise<void> {
  const { vault, cache } = start();
  (await vault.prepare(PASSPHRASE))();
  await vault.save(FAKE_IDENTITY);
  await cache.save(CREDENTIALS);
}
const everything = async (): Promise<string> =>
  (await Promise.all((await readdir(home)).map((name) => readFile(join(home, name), 'utf8')))).join();

describe('keys under a passphrase', () => {
  it('wait for it at each start, say where they are for, and open with it alone', async () => {
    await protectedHome();
    const { vault, box, cache } = start();
    expect(await vault.locked()).toMatchObject({
      ...{ deviceId: FAKE_IDENTITY.deviceId, log: FAKE_IDENTITY.log },
    });
    await expect(vault.load()).rejects.toThrow('protected by a passphrase');
    expect(await cache.load()).toEqual(new Map());
    for (const wrong of ['wrong', `${PASSPHRASE}!`])
      expect(await vault.unlock(wrong)).toMatchObject({
        error: inWords(/there is no limit/),
      });
    expect(box.kind).toBe('file');
    expect(await vault.unlock(PASSPHRASE)).toEqual({ ok: true, value: FAKE_IDENTITY });
    expect(box.kind).toBe('passphrase');
    expect(await vault.locked()).toBeNull();
    expect(await vault.load()).toEqual(FAKE_IDENTITY);
    expect(await cache.load()).toEqual(CREDENTIALS);
  });

  it('are nowhere on the disk as they are, nor are credentials, and their files are for this user alone', async () => {
    await protectedHome();
    const text = await everything();
    for (const secret of [FAKE_IDENTITY.signing.seed, FAKE_IDENTITY.sealing.privateKey, 'cat it', PASSPHRASE])
      expect(text).not.toContain(secret);
    for (const name of await readdir(home)) expect((await stat(join(home, name))).mode & 0o077, name).toBe(0);
  });

  it('are not written without it while they are locked, and credentials of theirs can be removed', async () => {
    await protectedHome();
    const { cache } = start();
    await cache.save(new Map());
    expect(await readdir(home)).not.toContain('credentials.sealed');
  });

  it('are changed by who knows the one of now, and by nobody else', async () => {
    await protectedHome();
    const { vault, box } = start();
    await vault.unlock(PASSPHRASE);
    const before = await everything();
    for (const current of [null, 'wrong'])
      expect(await vault.protect({ current, next: OTHER })).toMatchObject({ ok: false });
    expect(await everything()).toBe(before);
    expect(await vault.protect({ current: PASSPHRASE, next: OTHER })).toMatchObject({ ok: true });
    expect(await vault.load()).toEqual(FAKE_IDENTITY);
    const next = start();
    expect(await next.vault.unlock(PASSPHRASE)).toMatchObject({ ok: false });
    expect(await next.vault.unlock(OTHER)).toMatchObject({ ok: true });
    expect(box.kind).toBe('passphrase');
  });

  it('go back into a file, where what was kept beside them is not kept', async () => {
    await protectedHome();
    const { vault, box, cache } = start();
    await vault.unlock(PASSPHRASE);
    expect(await vault.protect({ current: PASSPHRASE, next: null })).toMatchObject({ ok: true });
    expect(box.kind).toBe('file');
    await cache.save(CREDENTIALS);
    expect(await readdir(home)).not.toContain('credentials.sealed');
    expect(await start().vault.load()).toEqual(FAKE_IDENTITY);
  });

  it('go into the keyring where there is one by now, and nothing of them is left outside', async () => {
    await protectedHome();
    const { vault, box } = start(keyring());
    expect(await vault.locked()).not.toBeNull();
    await vault.unlock(PASSPHRASE);
    expect(await vault.protect({ current: PASSPHRASE, next: null })).toMatchObject({ ok: true });
    expect(box.kind).toBe('encrypted');
    expect(await readdir(home)).not.toContain('identity.json');
    expect(await start(keyring()).vault.load()).toEqual(FAKE_IDENTITY);
  });

  it('of before, in a file, are read as ever, and protected when the person wants it', async () => {
    await writeFile(join(home, 'identity.json'), identityToText(FAKE_IDENTITY), { mode: 0o600 });
    const { vault, cache } = start();
    expect(await vault.locked()).toBeNull();
    expect(await vault.load()).toEqual(FAKE_IDENTITY);
    expect(await vault.protect({ current: null, next: PASSPHRASE })).toMatchObject({ ok: true });
    await cache.save(CREDENTIALS);
    const next = start();
    expect(await next.vault.locked()).not.toBeNull();
    await next.vault.unlock(PASSPHRASE);
    expect(await next.cache.load()).toEqual(CREDENTIALS);
  });

  it('that a command has joined meanwhile are what is protected', async () => {
    await protectedHome();
    const { vault, box } = start();
    await vault.unlock(PASSPHRASE);
    const other = { ...FAKE_IDENTITY, deviceId: 'another' };
    await writeFile(join(home, 'identity.json'), identityToText(other), { mode: 0o600 });
    // It is read as what is there now.
    expect(await vault.protect({ current: null, next: OTHER })).toMatchObject({ ok: true });
    expect(await keptIdentity(home)).toMatchObject({
      kind: 'locked',
      locked: { about: { deviceId: 'another' } },
    });
    expect(box.kind).toBe('passphrase');
  });

  it('are gone when they are wiped, and the next ones are kept as is said then', async () => {
    await protectedHome();
    const { vault, box } = start();
    await vault.unlock(PASSPHRASE);
    const use = await vault.prepare(OTHER);
    await vault.wipe();
    expect(box.kind).toBe('file');
    use();
    await vault.save(FAKE_IDENTITY);
    expect(await start().vault.unlock(OTHER)).toMatchObject({ ok: true });
  });
});

describe('what the app was about to join with, in a keyring that cannot be opened now', () => {
  const pending = async () => ({ ...(await newPendingJoin('k'.repeat(43))) });
  const shut = (): KeyedBox =>
    createKeyedBox({ kind: 'encrypted', protect: (text) => Buffer.from(text), reveal: () => null });

  it.each([
    ['that is locked', shut],
    ['that is not there any more', fileBox],
  ])('%s, is said to be so, and nothing is begun beside it', async (_how, box) => {
    await mkdir(join(home, 'service'));
    await start(keyring()).vault.pending.save(await pending());
    const left = await readFile(join(home, 'joining.sealed'), 'utf8');
    const { vault } = start(box());
    const why = inWordsWith('the keyring that encrypted them cannot be opened');
    if (box === shut) expect(await begunHere(home, vault.pending)).toEqual({ kind: 'shut', why });
    for (const passphrase of [null, PASSPHRASE])
      expect(await vault.begin(passphrase)).toEqual({ ok: false, error: why });
    expect(await readFile(join(home, 'joining.sealed'), 'utf8')).toBe(left);
  });

  it('is gone on with under a passphrase that is chosen once it is open', async () => {
    const begun = await pending();
    await start(keyring()).vault.pending.save(begun);
    const next = await start(keyring()).vault.begin(PASSPHRASE);
    expect(next.ok && (await next.value.pending.load())).toEqual(begun);
  });
});

describe('what a crash left of keys that were about to be kept', () => {
  const DRAFTS = ['identity.json', 'joining.json', 'recovery.sealed'].map((name) => `${name}.0123456789ab`);
  const leave = () =>
    Promise.all(
      [...DRAFTS, 'notes.0123456789ab'].map((name) =>
        writeFile(join(home, name), identityToText(FAKE_IDENTITY), { mode: 0o600 }),
      ),
    );
  const drafts = async () => (await readdir(home)).filter((name) => name.endsWith('.0123456789ab'));

  it('is gone once they are protected, and nothing else', async () => {
    const { vault } = start();
    await vault.save(FAKE_IDENTITY);
    await leave();
    expect(await vault.protect({ current: null, next: PASSPHRASE })).toEqual({ ok: true, value: undefined });
    expect(await drafts()).toEqual(['notes.0123456789ab']);
  });

  it('is gone once they are wiped', async () => {
    const { vault } = start();
    await vault.save(FAKE_IDENTITY);
    await leave();
    await vault.wipe();
    expect(await drafts()).toEqual(['notes.0123456789ab']);
  });

  it('is not what the device joined with, which is protected with it', async () => {
    const { vault } = start();
    await vault.save(FAKE_IDENTITY);
    const begun = { ...(await newPendingJoin('k'.repeat(43))), signing: FAKE_IDENTITY.signing };
    await vault.pending.save(begun);
    await vault.protect({ current: null, next: PASSPHRASE });
    expect(await everything()).not.toContain(FAKE_IDENTITY.signing.seed);
    expect(await vault.pending.load()).toEqual(begun);
  });
});
