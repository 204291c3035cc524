import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PassphraseKey } from '../../shared/client/passphrase-seal.ts';
import { pendingInFile, whyNotGoneOnWith } from '../../shared/client/pending-file.ts';
import {
  pendingFromText,
  PendingShut,
  pendingToText,
  type PendingJoins,
} from '../../shared/client/pending-join.ts';
import { readFileIfThere, writePrivateFile } from '../../shared/client/private-file.ts';
import { told, type Told } from '../../shared/words/told.ts';
import type { KeyedBox } from './secret-box.ts';

/** Keeps the keys with which this device is about to join as the identity will be that comes of it. */
interface PendingVault extends PendingJoins {
  /** Where they are for an identity under this key, or (null) as the computer keeps it. */
  under(key: PassphraseKey | null): PendingJoins;
  /** Why what was begun here cannot be gone on with, and nothing beside it, in a sentence; null where it may be. */
  whyShut(): Promise<Told | null>;
}

/** Under a passphrase in the file of the CLI; else in the keyring, or where there is none in that file, which only this user can read. */
export function createPendingVault(home: string, box: KeyedBox): PendingVault {
  const path = join(home, 'joining.sealed');
  const forget = async (): Promise<void> => {
    await rm(path, { force: true });
    await pendingInFile(home, null).forget();
  };
  const inKeyring: PendingJoins = {
    async load() {
      const kept = await readFileIfThere(path);
      if (kept === null) return null;
      const isOpen = box.system.kind === 'encrypted';
      const text = isOpen ? box.system.reveal(Buffer.from(kept, 'base64')) : null;
      if (text === null) throw new PendingShut(told('joiningKeyringLocked'));
      return pendingFromText(text);
    },
    async save(pending) {
      await writePrivateFile(path, box.system.protect(pendingToText(pending)).toString('base64'));
    },
    forget,
  };
  const under = (key: PassphraseKey | null): PendingJoins =>
    key === null && box.system.kind === 'encrypted' ? inKeyring : inFile(key);
  // What was begun before, as the computer keeps it, is gone on with under a passphrase that was chosen since.
  const inFile = (key: PassphraseKey | null): PendingJoins => {
    const file = pendingInFile(home, key);
    return { ...file, load: async () => (await file.load()) ?? (await inKeyring.load()), forget };
  };
  return {
    under,
    async whyShut() {
      try {
        await inKeyring.load();
        return await whyNotGoneOnWith(home);
      } catch (fault) {
        if (fault instanceof PendingShut) return fault.told;
        throw fault;
      }
    },
    load: () => under(box.key()).load(),
    save: (pending) => under(box.key()).save(pending),
    forget,
  };
}
