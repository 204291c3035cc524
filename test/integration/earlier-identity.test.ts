import { inEnglish } from '../../shared/words/words.ts';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createIdentityVault } from '../../main/system/identity-vault.ts';
import { createKeyedBox } from '../../main/system/secret-box.ts';
import { createClient } from '../../shared/client/create-client.ts';
import { loadIdentity } from '../../shared/client/identity-file.ts';
import { identityToText, type Identity } from '../../shared/client/identity.ts';
import { joinService } from '../../shared/client/join-service.ts';
import { lockFile } from '../../shared/system/file-lock.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { startWireService } from '../support/wire-service.ts';
import { saidInEnglish } from '../support/in-words.ts';

// What an earlier Latchkey kept of a device: with a token, which is worth nothing any more, and is not left lying.

const TOKEN = 'a-token-of-before'.padEnd(43, 'x');
const textOf = (identity: Identity): string => JSON.stringify({ v: 1, ...identity, token: TOKEN });

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-earlier-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const path = () => join(home, 'identity.json');
const write = (identity: Identity) => writeFile(path(), textOf(identity), { mode: 0o600 });

describe('the identity of a command', () => {
  it('works on without joining again', async () => {
    const service = await startWireService();
    try {
      const joined = await joinService({ ...service, code: service.ownerInvite, deviceName: 'laptop' });
      if (!joined.ok) throw new Error(inEnglish(joined.error.told));
      await write(joined.value);
      const loaded = await loadIdentity(home);
      if (!loaded.ok) throw new Error(saidInEnglish(loaded.error));
      const client = createClient({ url: loaded.value.url, identity: loaded.value });
      expect(await client.api.session.me.query()).toMatchObject({ deviceId: joined.value.deviceId });
      await client.close();
    } finally {
      await service.stop();
    }
  });

  it('is written anew without its token when it is read, for its owner alone, and once', async () => {
    await write(FAKE_IDENTITY);
    expect(await loadIdentity(home)).toEqual({ ok: true, value: FAKE_IDENTITY });
    expect(await readFile(path(), 'utf8')).toBe(identityToText(FAKE_IDENTITY));
    const { mode, ino } = await stat(path());
    expect(mode & 0o077).toBe(0);
    await loadIdentity(home);
    expect((await stat(path())).ino).toBe(ino);
  });

  it('is read all the same where somebody joins at the moment, and written anew the next time', async () => {
    await write(FAKE_IDENTITY);
    const lock = lockFile(join(home, 'join.lock'));
    expect(await loadIdentity(home)).toEqual({ ok: true, value: FAKE_IDENTITY });
    expect(await readFile(path(), 'utf8')).toContain(TOKEN);
    lock.release();
    await loadIdentity(home);
    expect(await readFile(path(), 'utf8')).not.toContain(TOKEN);
  });

  it.skipIf(process.getuid?.() === 0)('is read all the same where nothing can be written', async () => {
    await write(FAKE_IDENTITY);
    await chmod(home, 0o500);
    expect(await loadIdentity(home)).toEqual({ ok: true, value: FAKE_IDENTITY });
    await chmod(home, 0o700);
  });

  it.each([
    ['damaged', '{"v":2', 'damaged'],
    ['of a newer Latchkey', JSON.stringify({ v: 4, ...FAKE_IDENTITY }), 'a newer Latchkey'],
  ])('that is %s is said to be so, and stays as it is', async (_what, text, sentence) => {
    await writeFile(path(), text, { mode: 0o600 });
    const loaded = await loadIdentity(home);
    expect(loaded.ok ? '' : saidInEnglish(loaded.error)).toContain(sentence);
    expect(await readFile(path(), 'utf8')).toBe(text);
  });
});

describe('the identity of the desktop', () => {
  /** Not much of a cipher. */
  const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  const box = createKeyedBox({
    kind: 'encrypted',
    protect: (text) => flip(Buffer.from(text)),
    reveal: (bytes) => flip(bytes).toString('utf8'),
  });

  it('is sealed anew without its token when it is read', async () => {
    const sealed = join(home, 'identity.sealed');
    await writeFile(sealed, box.protect(textOf(FAKE_IDENTITY)).toString('base64'), { mode: 0o600 });
    const vault = createIdentityVault(home, box);
    expect(await vault.load()).toEqual(FAKE_IDENTITY);
    const kept = box.reveal(Buffer.from(await readFile(sealed, 'utf8'), 'base64'));
    expect(kept).toBe(identityToText(FAKE_IDENTITY));
    expect(await vault.load()).toEqual(FAKE_IDENTITY);
  });
});
