import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PassphraseKey } from '../../shared/client/passphrase-seal.ts';
import { pendingInFile } from '../../shared/client/pending-file.ts';
import { pendingFromText, pendingToText, type PendingJoins } from '../../shared/client/pending-join.ts';
import { writePrivateFile } from '../../shared/client/private-file.ts';
import type { KeyedBox } from './secret-box.ts';

/** Keeps the keys with which this device is about to join as the identity will be that comes of it. */
interface PendingVault extends PendingJoins {
  /** Where they are for an identity under this key, or (null) as the computer keeps it. */
  under(key: PassphraseKey | null): PendingJoins;
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
      const kept = await readFile(path, 'utf8').catch(() => null);
      const text = kept === null ? null : box.system.reveal(Buffer.from(kept, 'base64'));
      return text === null ? null : pendingFromText(text);
    },
    async save(pending) {
      await writePrivateFile(path, box.system.protect(pendingToText(pending)).toString('base64'));
    },
    forget,
  };
  const under = (key: PassphraseKey | null): PendingJoins =>
    key === null && box.system.kind === 'encrypted' ? inKeyring : { ...pendingInFile(home, key), forget };
  return {
    under,
    load: () => under(box.key()).load(),
    save: (pending) => under(box.key()).save(pending),
    forget,
  };
}
