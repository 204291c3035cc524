import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { globalAgent } from 'node:https';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

const FILE = 'authorities.pem';
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Has this process trust what is in `authorities.pem` of the folder of an identity, besides what it trusts already: certificates
 * (PEM) of authorities, or of a service that signs its own. For calls and sockets from then on. Where there is no such file
 * nothing changes. Electron, once packaged, does not look at NODE_EXTRA_CA_CERTS.
 *
 * @returns why it cannot be done, as a sentence
 */
export function trustAuthorities(home: string): string | null {
  const file = join(home, FILE);
  try {
    const own = readFileSync(file, 'utf8');
    const certificates = own.match(CERTIFICATE) ?? [];
    if (certificates.length === 0) return unfit(file, 'there is no certificate in it');
    // Throws on what looks like one and is none.
    for (const each of certificates) new X509Certificate(each);
    globalAgent.options.ca = [...rootCertificates, ...certificates, ...extra()];
    return null;
  } catch (fault) {
    const { code, message } = fault as NodeJS.ErrnoException;
    return code === 'ENOENT' ? null : unfit(file, message);
  }
}

const unfit = (file: string, why: string): string =>
  `${file} cannot be used (${why}). It is to hold certificates as PEM; correct or delete it.`;

/** What is named by itself is instead of what Node knows, with this. */
function extra(): readonly string[] {
  const file = process.env['NODE_EXTRA_CA_CERTS'];
  try {
    return file ? [readFileSync(file, 'utf8')] : [];
  } catch {
    // Node has said so itself, and goes on.
    return [];
  }
}
