import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfThere, writePrivateFile } from '../../shared/client/private-file.ts';
import { sealedCredentialSchema } from '../../shared/contract/sealed-credential.ts';
import type { SecretBox } from '../system/secret-box.ts';
import type { CredentialCache } from './credential-desk.ts';

const fileSchema = z.record(z.string().max(60), sealedCredentialSchema);

/** Keeps credentials over a restart where a keyring or a passphrase encrypts them. Without either they are fetched again instead. */
export function createCredentialCache(home: string, box: SecretBox): CredentialCache {
  const path = join(home, 'credentials.sealed');
  return {
    async load() {
      const sealed = box.kind === 'file' ? null : await readFileIfThere(path);
      const text = sealed === null ? null : box.reveal(Buffer.from(sealed, 'base64'));
      if (text === null) return new Map();
      try {
        return new Map(Object.entries(fileSchema.parse(JSON.parse(text))));
      } catch {
        return new Map();
      }
    },
    async save(credentials) {
      // Also what a passphrase protected that was taken away since.
      if (box.kind === 'file' || credentials.size === 0) return rm(path, { force: true });
      const text = JSON.stringify(Object.fromEntries(credentials));
      await writePrivateFile(path, box.protect(text).toString('base64'));
    },
  };
}
