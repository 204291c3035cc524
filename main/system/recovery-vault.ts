import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from '../../shared/client/identity.ts';
import { readFileIfThere, writePrivateFile } from '../../shared/client/private-file.ts';
import { openSealed, seal } from '../../shared/system/sealed-box.ts';

const INFO = 'latchkey-recovery-words-v1';
/** A sealed box of twelve words is some 250 characters. */
const MOST_BYTES = 2_000;

/**
 * The words of a recovery key, sealed to this device's own key: however that is kept, by a keyring or under a passphrase that may
 * change, so are they. They are good for nothing once that key is gone.
 */
export interface RecoveryVault {
  save(identity: Pick<Identity, 'sealing'>, words: string): Promise<void>;
  /** Null: there are none, or they are of another device. */
  load(identity: Pick<Identity, 'sealing'>): Promise<string | null>;
  forget(): Promise<void>;
}

export function createRecoveryVault(home: string): RecoveryVault {
  const path = join(home, 'recovery.sealed');
  return {
    async save({ sealing }, plaintext) {
      const sealed = await seal({ recipientPublicKey: sealing.publicKey, info: INFO, plaintext });
      await writePrivateFile(path, sealed);
    },
    async load({ sealing: { privateKey } }) {
      const sealed = await readFileIfThere(path, MOST_BYTES).catch(() => null);
      if (sealed === null) return null;
      const opened = await openSealed({ privateKey, info: INFO, sealed });
      return opened.ok ? opened.value : null;
    },
    forget: () => rm(path, { force: true }),
  };
}
