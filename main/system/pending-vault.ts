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

/** Keeps the keys with which this device is about to join, as its identity is kept (`identity-vault.ts`). */
export function createPendingVault(home: string, box: SecretBox): PendingJoins {
  if (box.kind === 'file') return pendingInFile(home);
  const path = join(home, 'joining.sealed');
  return {
    async load() {
      const kept = await readFile(path, 'utf8').catch(() => null);
      const text = kept === null ? null : box.reveal(Buffer.from(kept, 'base64'));
      return text === null ? null : pendingFromText(text);
    },
    save: (pending) => writePrivateFile(path, box.protect(pendingToText(pending)).toString('base64')),
    forget: () => rm(path, { force: true }),
  };
}
