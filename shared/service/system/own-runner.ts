import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnRunner } from '../../domain/statements/statement.ts';
import type { SigningKey } from '../../system/node-crypto.ts';
import { runnerName } from './runner-name.ts';
import { createSigningKey, readSigningKey } from './signing-key-file.ts';

/**
 * The service's own runner: its name, and the key by which it signs what it reports, which is in the data folder and made where
 * there is none. The founding of the organisation signs it in.
 */
export function ownRunner(options: { readonly dataDir: string; readonly database?: unknown }): {
  readonly runner: OwnRunner;
  readonly key: SigningKey;
} {
  const device = runnerName(options.dataDir, { isShared: options.database !== undefined });
  const file = join(options.dataDir, 'runner-key');
  const key = existsSync(file) ? readSigningKey(file) : createSigningKey(file);
  return { runner: { device, signingKey: Buffer.from(key.publicKey).toString('base64url') }, key };
}
