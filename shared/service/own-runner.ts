import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deviceIdOf } from '../domain/statements/joining.ts';
import { ownValue } from '../lib/own-value.ts';
import { keyText } from '../system/key-text.ts';
import { sha256, signer } from '../system/node-crypto.ts';
import type { OwnSigner } from './usecases/sign-own-report.ts';
import { runnerName } from './system/runner-name.ts';
import { createSigningKey, readSigningKey, RUNNER_KEY } from './system/signing-key-file.ts';

/**
 * The service's own runner: its name, and the key by which it signs what it reports, which is in the data folder and made where
 * there is none. The founding of the organisation, or an owner later, signs it in (`signedIn`: the keys of those that are, by name).
 */
export function ownRunner(
  options: { readonly dataDir: string; readonly database?: unknown },
  signedIn: Readonly<Record<string, string>>,
): OwnSigner {
  const name = runnerName(options.dataDir, { isShared: options.database !== undefined });
  const file = join(options.dataDir, RUNNER_KEY);
  const key = existsSync(file) ? readSigningKey(file) : createSigningKey(file);
  const sign = signer(key.seed);
  const signingKey = keyText(key.publicKey);
  // Under that name another key is heard, and this one never will be: its key file was lost.
  const isOther = (ownValue(signedIn, name) ?? signingKey) !== signingKey;
  const device = isOther ? `${name}-${deviceIdOf(sha256, signingKey)}` : name;
  return {
    runner: { device, signingKey },
    sign: (message) => keyText(sign(message)),
  };
}
