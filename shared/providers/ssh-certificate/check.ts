import { access, constants, mkdir } from 'node:fs/promises';
import type { ProviderCall } from '../../contract/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { krlFolder, readSettings } from './settings.ts';
import { sshKeygenOk } from './ssh-keygen.ts';

/** Whether the authority's key can be used and the list written. */
export async function check(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const missing = [
    await problem(settings.caKey, constants.R_OK, 'the authority’s key cannot be read'),
    await problem(`${settings.caKey}.pub`, constants.R_OK, 'the authority’s public key cannot be read'),
    await problem(krlFolder(settings), constants.W_OK, 'the revocation list’s folder cannot be written to'),
  ].filter((each) => each !== null);
  if (missing.length > 0) throw new ProviderFault('permanent', `${missing.join('; ')}.`);
  // `-y` needs the private half: it fails on a passphrase, and on a key that others can read.
  await sshKeygenOk(['-y', '-P', '', '-f', settings.caKey], 'use the authority’s key');
  await mkdir(settings.issuedFolder, { recursive: true });
  return { evidence: { authority: settings.caKey } };
}

const problem = (path: string, mode: number, sentence: string): Promise<string | null> =>
  access(path, mode).then(
    () => null,
    () => `${sentence} (${path})`,
  );
