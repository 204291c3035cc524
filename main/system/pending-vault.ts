import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  pendingFromText,
  pendingInFile,
  pendingToText,
  type PendingJoins,
} from '../../shared/client/pending-join.ts';
import { writePrivateFile } from '../../shared/client/private-file.ts';
import type { SecretBox } from './secret-box.ts';

/**
 * Keeps the keys with which this device is about to join: in the keyring, or in a file that only this user can read, until they
 * are kept as the person chose. A passphrase that was chosen is not known any more after a start in between.
 */
export function createPendingVault(home: string, box: SecretBox): PendingJoins {
  const inFile = pendingInFile(home);
  const path = join(home, 'joining.sealed');
  return {
    async load() {
      if (box.kind !== 'encrypted') return inFile.load();
      const kept = await readFile(path, 'utf8').catch(() => null);
      const text = kept === null ? null : box.reveal(Buffer.from(kept, 'base64'));
      return text === null ? null : pendingFromText(text);
    },
    async save(pending) {
      if (box.kind !== 'encrypted') return inFile.save(pending);
      await writePrivateFile(path, box.protect(pendingToText(pending)).toString('base64'));
    },
    async forget() {
      await rm(path, { force: true });
      await inFile.forget();
    },
  };
}
