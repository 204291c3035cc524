import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  keptIdentity,
  keepLogOf,
  loadIdentity,
  removeDraftsOfKeys,
  rekeyIdentity,
  saveIdentity,
  unlockIdentity,
} from '../../shared/client/identity-file.ts';
import {
  identityFromText,
  identityToText,
  isOfEarlier,
  type Identity,
} from '../../shared/client/identity.ts';
import { newPassphraseKey, openText } from '../../shared/client/passphrase-seal.ts';
import { keyToJoinWith, pendingSalt } from '../../shared/client/pending-file.ts';
import type { PendingJoins } from '../../shared/client/pending-join.ts';
import { writePrivateFile } from '../../shared/client/private-file.ts';
import type { SealedIdentity } from '../../shared/client/sealed-identity.ts';
import { deviceIdOf } from '../../shared/domain/statements/joining.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import type { AboutDevice } from '../../shared/formats/sealed/sealed-format.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Spoken } from '../../shared/words/told.ts';
import { ToldError } from '../../shared/words/told-error.ts';
import { createPendingVault } from './pending-vault.ts';
import { createRecoveryVault, type RecoveryVault } from './recovery-vault.ts';
import type { KeyedBox } from './secret-box.ts';
import { told } from '../../shared/words/told.ts';

/** How the keys are kept with which this device is about to join. */
interface Beginning {
  readonly pending: PendingJoins;
  /** What is saved from now on is kept so, too. */
  use(): void;
}

/**
 * Where this device's keys lie: encrypted where the computer can, else in the same file that the CLI uses, under the person's
 * passphrase or as it is.
 */
export interface IdentityVault {
  /** What may be known of an identity that waits for its passphrase; null where none does. Throws as `load` does. */
  locked(): Promise<AboutDevice | null>;
  /** Null when this device has not joined. Throws, with a sentence, when what is there cannot be opened. */
  load(): Promise<Identity | null>;
  /** Tries a passphrase; all that is kept from then on is kept under it. A sentence when it is not the one. */
  unlock(passphrase: string): Promise<Result<Identity, Spoken>>;
  /** Once called, what is saved is kept under this passphrase, or (null) as the computer does it. */
  prepare(passphrase: string | null): Promise<() => void>;
  /** The same for who is about to join. A sentence where joining was begun before, under another passphrase. */
  begin(passphrase: string | null): Promise<Result<Beginning, Spoken>>;
  /** Keeps the same identity under another passphrase or none; who has one now says it. A sentence when it was not done. */
  protect(change: {
    readonly current: string | null;
    readonly next: string | null;
  }): Promise<Result<void, Spoken>>;
  save(identity: Identity): Promise<void>;
  /** Keeps what this identity says of its log, of the same device and as it is protected now. False: something else is kept there now. */
  keepLog(identity: Identity): Promise<boolean>;
  /** With which it is about to join. */
  readonly pending: PendingJoins;
  /** What wants to be written down once an organisation was founded here. */
  readonly recovery: RecoveryVault;
  /** Nothing of it is left on this device; fine when there was nothing. */
  wipe(): Promise<void>;
}

export function createIdentityVault(home: string, box: KeyedBox): IdentityVault {
  const sealedPath = join(home, 'identity.sealed');
  const plainPath = join(home, 'identity.json');
  const pending = createPendingVault(home, box);
  const vault: IdentityVault = {
    pending,
    recovery: createRecoveryVault(home),
    async locked() {
      if (box.key() || (await keyringBytes(sealedPath))) return null;
      const kept = await keptIdentity(home);
      return kept.kind === 'locked' ? kept.locked.about : null;
    },
    async load() {
      const sealed = await keyringBytes(sealedPath);
      if (sealed) return fromKeyring(sealed);
      const kept = await keptIdentity(home);
      if (kept.kind === 'none') return null;
      if (kept.kind === 'locked') return stillOpen(kept.locked);
      const identity = await loadIdentity(home);
      if (!identity.ok) throw new ToldError(identity.error);
      return identity.value;
    },
    async unlock(passphrase) {
      const kept = await keptIdentity(home);
      if (kept.kind !== 'locked') return err(told('keysNotLocked'));
      const opened = await unlockIdentity(home, kept.locked, passphrase);
      if (!opened.ok) return opened;
      box.use(opened.value.key);
      return ok(opened.value.identity);
    },
    async prepare(passphrase) {
      const key = passphrase === null ? null : await newPassphraseKey(passphrase);
      return () => box.use(key);
    },
    async begin(passphrase) {
      // Whoever joins in the place of locked keys leaves what these began with, too: nobody else can open it.
      if (await isOfLocked()) await pending.forget();
      const why = await pending.whyShut();
      if (why !== null) return err(why);
      const isInKeyring = passphrase === null && box.system.kind === 'encrypted';
      const key = isInKeyring ? ok(null) : await keyToJoinWith(home, passphrase);
      if (!key.ok) return key;
      return ok({ pending: pending.under(key.value), use: () => box.use(key.value) });
    },
    async protect({ current, next }) {
      const identity = await openedBy(current);
      if (!identity.ok) return identity;
      const before = box.key();
      const use = await vault.prepare(next);
      use();
      try {
        const done = await keepAnew(identity.value);
        if (!done.ok) box.use(before);
        return done;
      } catch (fault) {
        box.use(before);
        throw fault;
      }
    },
    async save(identity) {
      if (box.kind !== 'encrypted') {
        await saveIdentity(home, identity, box.key());
        return box.kind === 'passphrase' ? rm(sealedPath, { force: true }) : undefined;
      }
      // Base64 keeps it one kind of private file; the bytes are encrypted already.
      await writePrivateFile(sealedPath, box.protect(identityToText(identity)).toString('base64'));
      await rm(plainPath, { force: true });
    },
    async keepLog(identity) {
      if (box.kind !== 'encrypted') return keepLogOf(home, identity, box.key());
      const kept = await vault.load();
      if (kept?.deviceId !== identity.deviceId) return false;
      await vault.save({ ...kept, log: identity.log });
      return true;
    },
    async wipe() {
      await forgetPending();
      await rm(sealedPath, { force: true });
      await rm(plainPath, { force: true });
      await vault.recovery.forget();
      await removeDraftsOfKeys(home);
      box.use(null);
    },
  };
  return vault;

  /** What it joined with is under the passphrase that its keys wait for. */
  async function isOfLocked(): Promise<boolean> {
    const kept = box.key() ? null : await keptIdentity(home);
    return kept?.kind === 'locked' && (await pendingSalt(home)) === kept.locked.sealed.key.salt;
  }

  /** It holds the same keys where the app ended as it joined. Those of another join, whose answer may come yet, stay. */
  async function forgetPending(): Promise<void> {
    if (await isOfLocked().catch(() => false)) return pending.forget();
    const ours = (await vault.locked().catch(() => null)) ?? (await vault.load().catch(() => null));
    const joined = await pending.load().catch(() => null);
    if (ours && joined && deviceIdOf(sha256, joined.signing.publicKey) === ours.deviceId)
      await pending.forget();
  }

  async function fromKeyring(sealed: Buffer): Promise<Identity> {
    const text = box.kind === 'encrypted' ? box.reveal(sealed) : null;
    const identity = text === null ? null : identityFromText(text);
    if (!identity?.ok) throw new ToldError(told('keysInLockedKeyring'));
    // One of an earlier Latchkey has a token in it. Not worth a failure: it is tried again at the next start.
    if (isOfEarlier(text ?? '')) await vault.save(identity.value).catch(() => undefined);
    return identity.value;
  }

  /** By the key that is in use: the passphrase was said since this process began. */
  function stillOpen(locked: SealedIdentity): Identity {
    const key = box.key();
    const text = key && openText(key, locked.sealed);
    const identity = text === null ? null : identityFromText(text);
    if (!identity?.ok) throw new ToldError(told('keysProtected'));
    return identity.value;
  }

  /** The identity, for who knows the passphrase, where there is one. */
  async function openedBy(current: string | null): Promise<Result<Identity, Spoken>> {
    const kept = await keptIdentity(home);
    if (kept.kind === 'locked') {
      if (current === null) return err(told('passphraseOfNowFirst'));
      const opened = await unlockIdentity(home, kept.locked, current);
      return opened.ok ? ok(opened.value.identity) : opened;
    }
    const identity = await vault.load();
    return identity ? ok(identity) : err(told('notJoinedHere'));
  }

  async function keepAnew(identity: Identity): Promise<Result<void, Spoken>> {
    const kept = await keptIdentity(home);
    // In the place of what is there, unless a command joined something else meanwhile. What the keyring keeps, only this app writes.
    if (box.kind !== 'encrypted' && kept.kind !== 'none') return rekeyIdentity(home, identity, box.key());
    await vault.save(identity);
    return ok(undefined);
  }
}

async function keyringBytes(path: string): Promise<Buffer | null> {
  try {
    return Buffer.from(await readFile(path, 'utf8'), 'base64');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}
