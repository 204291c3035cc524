import { canonicalBytes } from '../../lib/canonical-json.ts';
import { hexOf } from '../../lib/hex-of.ts';
import type { Hash } from '../../lib/said.ts';
import type { SignatureToCheck } from './check-statement.ts';
import type { NewDevice, Statement } from './statement.ts';

/** 80 bits: nobody finds a second key for one. */
const ID_LENGTH = 20;
const encoder = new TextEncoder();

/** What a device is called: so many hex digits of the SHA-256 of its signing key as it is written (base64url, 43 characters). */
export const deviceIdOf = (hash: Hash, signingKey: string): string =>
  hexOf(hash(encoder.encode(signingKey))).slice(0, ID_LENGTH);

/** What an invite is called, from its key. */
export const inviteIdOf = (hash: Hash, inviteKey: string): string => deviceIdOf(hash, inviteKey);

interface Invited extends Pick<NewDevice, 'signingKey' | 'sealingKey'> {
  readonly log: string;
  readonly person: string;
}

/**
 * What the key of an invite signs: that these are the keys which join with it, for this person of this log. Canonical JSON
 * (RFC 8785) with a member that no statement has.
 */
export const invitedBytes = ({ log, person, signingKey, sealingKey }: Invited): Uint8Array =>
  canonicalBytes({ invited: 1, log, person, signingKey, sealingKey });

/** By the key of the invite that a statement joins with. */
export const inviteSignature = ({ log, by, body }: Statement<'joinOrganisation'>): SignatureToCheck => ({
  publicKey: body.inviteKey,
  message: invitedBytes({ log, person: by, ...body }),
  signature: body.byInvite,
});

/** The device that a statement brings in itself, if it is of such a type: that cannot be known before it. */
export function newDeviceOf({ type, body }: Pick<Statement, 'type' | 'body'>): NewDevice | null {
  if (type === 'joinOrganisation') return body as Statement<'joinOrganisation'>['body'];
  return type === 'foundOrganisation' ? (body as Statement<'foundOrganisation'>['body']).device : null;
}
