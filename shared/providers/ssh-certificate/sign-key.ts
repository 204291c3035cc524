import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProviderFault } from '../kit/provider-fault.ts';
import { inSigningFolder, issuedName } from './issued.ts';
import { putInPlace } from './put-in-place.ts';
import { serialOf } from './serial-of.ts';
import type { Settings } from './settings.ts';
import { sshKeygenOk } from './ssh-keygen.ts';

/** Clocks of hosts may be behind the runner's by this much. */
const CLOCK_SKEW_MS = 5 * 60_000;

let isRemembered = false;

/** Whether this process, which lives for one call, has made a certificate that it may hand out. */
export const hasSigned = (): boolean => isRemembered;

/** `YYYYMMDDHHMMSS` in UTC, rounded down: a certificate never outlives its deadline. */
const stamp = (at: number): string =>
  new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:T]/g, '');

/** Signs a public key. Remembered, on the disk, before it is handed out, so that whatever anybody holds can be found and revoked. */
export async function signKey(settings: Settings, publicKey: string, deadlineAt: number): Promise<string> {
  const now = Date.now();
  if (deadlineAt < now + 1_000) throw new ProviderFault('permanent', 'The deadline has passed.');
  return inSigningFolder(settings, async (folder) => {
    await writeFile(join(folder, 'key.pub'), `${publicKey} ${settings.keyId}\n`);
    await sshKeygenOk(
      [
        ...['-q', '-s', settings.caKey, '-I', settings.keyId, '-z', serialOf(settings.keyId)],
        ...['-n', settings.principals.join(','), '-V', `${stamp(now - CLOCK_SKEW_MS)}:${stamp(deadlineAt)}`],
        ...['-O', 'clear', ...settings.permit.flatMap((each) => ['-O', `permit-${each}`])],
        join(folder, 'key.pub'),
      ],
      'sign the key',
    );
    const certificate = await readFile(join(folder, 'key-cert.pub'), 'utf8');
    isRemembered = true;
    const name = issuedName(settings, certificate, deadlineAt);
    await putInPlace(join(folder, 'key-cert.pub'), join(settings.issuedFolder, name));
    return certificate.trim();
  });
}
