import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import { certificateIn, inSigningFolder, issuedName, type Issued } from './issued.ts';
import { putInPlace } from './put-in-place.ts';
import { readCertificate, type UserCertificate } from './read-certificate.ts';
import type { Settings } from './settings.ts';
import { sshKeygen } from './ssh-keygen.ts';

const stateSchema = z.object({ certificate: z.string().max(100_000) });

/** `none`: there is nothing to take over, or it has ended. */
type Remembered = 'none' | 'kept' | 'notOfThisGrant' | 'otherAuthority';

/**
 * Takes over what another runner handed out, which only `state` tells: on this one it is unknown, and no less valid.
 *
 * Invariant: what gets a file is a certificate, signed by this authority, with the key id of exactly this grant; so whatever
 * a `state` says, it ends no other access. When it ends is read in the certificate itself.
 */
export async function rememberIssued(settings: Settings, call: ProviderCall): Promise<Remembered> {
  const { data } = stateSchema.safeParse(call.state);
  if (!data) return 'none';
  const certificate = readCertificate(data.certificate);
  if (certificate?.keyId !== settings.keyId) return 'notOfThisGrant';
  if (certificate.endsAt <= Date.now()) return 'none';
  const line = `${certificate.line} ${settings.keyId}`;
  const path = join(settings.issuedFolder, issuedName(settings, line, certificate.endsAt));
  const issued: Issued = { grantId: call.grantId, path, expiresAt: certificate.endsAt };
  // Signed here, by the authority of that time.
  if ((await certificateIn(issued)) === certificate.line) return 'kept';
  return inSigningFolder(settings, async (folder) => {
    const file = join(folder, 'cert.pub');
    await writeFile(file, `${line}\n`);
    // Reads it as sshd does: what is not signed by the key that it names is none.
    if ((await sshKeygen(['-L', '-f', file])).status !== 0) return 'notOfThisGrant';
    if (!(await isOfAuthority(settings, certificate))) return 'otherAuthority';
    await putInPlace(file, path);
    return 'kept';
  });
}

/** Throws when the authority's public key cannot be read: then nobody can say. */
async function isOfAuthority({ caKey }: Settings, { authority }: UserCertificate): Promise<boolean> {
  const [, blob = ''] = (await readFile(`${caKey}.pub`, 'utf8')).trim().split(/\s+/);
  return blob === authority;
}

/** A certificate of another authority may still be trusted somewhere, and is not for this list: a person has to know. */
export function mustBeKnown({ caKey, keyId }: Settings, remembered: Remembered): void {
  if (remembered !== 'otherAuthority') return;
  throw new ProviderFault(
    'permanent',
    `The certificate that was handed out as ${keyId} is of another authority than ${caKey}, so it is not put on this list: revoke it where its authority is, or wait until it has ended.`,
  );
}

/** For the evidence: `state` names something that was never this grant's access. */
export const notTaken = (remembered: Remembered): { readonly stateIgnored?: string } =>
  remembered === 'notOfThisGrant' ? { stateIgnored: 'no certificate with the key id of this grant' } : {};
