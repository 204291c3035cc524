import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadIdentity, saveIdentity } from '../../shared/client/identity-file.ts';
import {
  identityFromText,
  identityToText,
  isOfEarlier,
  type Identity,
} from '../../shared/client/identity.ts';
import type { PendingJoins } from '../../shared/client/pending-join.ts';
import { writePrivateFile } from '../../shared/client/private-file.ts';
import { createPendingVault } from './pending-vault.ts';
import type { SecretBox } from './secret-box.ts';

/** Where this device's keys lie: encrypted where the computer can, else in the same file that the CLI uses. */
export interface IdentityVault {
  /** Null when this device has not joined. Throws, with a sentence, when what is there cannot be opened. */
  load(): Promise<Identity | null>;
  save(identity: Identity): Promise<void>;
  /** With which it is about to join. */
  readonly pending: PendingJoins;
  /** Nothing of it is left on this device; fine when there was nothing. */
  wipe(): Promise<void>;
}

export function createIdentityVault(home: string, box: SecretBox): IdentityVault {
  const sealedPath = join(home, 'identity.sealed');
  const plainPath = join(home, 'identity.json');
  const pending = createPendingVault(home, box);
  const vault: IdentityVault = {
    pending,
    async load() {
      const sealed = await readBytes(sealedPath);
      if (sealed) {
        const text = box.kind === 'encrypted' ? box.reveal(sealed) : null;
        const identity = text === null ? null : identityFromText(text);
        if (identity?.ok) {
          // One of an earlier Latchkey has a token in it. Not worth a failure: it is tried again at the next start.
          if (isOfEarlier(text ?? '')) await vault.save(identity.value).catch(() => undefined);
          return identity.value;
        }
        throw new Error(
          'The keys of this device are locked: the keyring that encrypted them cannot be opened. Unlock it and start Latchkey again. To begin anew instead, move identity.sealed out of its folder.',
        );
      }
      if (!(await readBytes(plainPath))) return null;
      const identity = await loadIdentity(home);
      if (!identity.ok) throw new Error(identity.error);
      return identity.value;
    },
    async save(identity) {
      if (box.kind === 'file') return saveIdentity(home, identity);
      // Base64 keeps it one kind of private file; the bytes are encrypted already.
      await writePrivateFile(sealedPath, box.protect(identityToText(identity)).toString('base64'));
      await rm(plainPath, { force: true });
    },
    async wipe() {
      await forgetPending();
      await rm(sealedPath, { force: true });
      await rm(plainPath, { force: true });
    },
  };
  return vault;

  /** It holds the same keys where an organisation was founded here. Those of another join, whose answer may come yet, stay. */
  async function forgetPending(): Promise<void> {
    const ours = await vault.load().catch(() => 'unreadable' as const);
    if (ours === null) return;
    const joined = await pending.load().catch(() => null);
    if (ours === 'unreadable' || joined?.signing.publicKey === ours.signing.publicKey) await pending.forget();
  }

  async function readBytes(path: string): Promise<Buffer | null> {
    try {
      const bytes = await readFile(path);
      return path === sealedPath ? Buffer.from(bytes.toString('utf8'), 'base64') : bytes;
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw fault;
    }
  }
}
