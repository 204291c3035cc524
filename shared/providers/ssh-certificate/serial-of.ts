import { createHash } from 'node:crypto';

/** The certificate's serial number, from the key id: it ties a line in sshd's log to a grant. 63 bits of SHA-256. */
export function serialOf(keyId: string): string {
  return (createHash('sha256').update(keyId).digest().readBigUInt64BE() >> 1n).toString();
}
