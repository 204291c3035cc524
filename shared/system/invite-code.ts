import { hkdfSync, randomBytes } from 'node:crypto';
import { keyText } from './key-text.ts';
import { publicKeyOf, type SigningKey } from './node-crypto.ts';

const INFO = 'latchkey-invite-v1';
const SECRET_BYTES = 16;
/** So much of an organisation's founding, in base64url, stands behind the secret of a code: 132 bits. */
const FOUNDING_LENGTH = 22;
const CODE = /^[A-Za-z0-9_-]{8,43}(?:\.([A-Za-z0-9_-]{22}))?$/;

/**
 * The code of a new invite: 16 random bytes in base64url, and what tells the organisation, if it was founded (`founding`: the hash
 * of its founding statement, in hex). Never with a `-` in front, which a command line would take for an option.
 */
export function newInviteCode(founding: string | null): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url').replace(/^-/, 'x');
  return founding === null ? secret : `${secret}.${foundingMark(founding)}`;
}

/**
 * The key that a code stands for: its seed is HKDF-SHA256 (RFC 5869) over the whole code, without salt. Its public half is the
 * invite, for all to see; whoever has the code can sign as whom it was given to.
 */
export function inviteKeyOf(code: string): SigningKey {
  const seed = new Uint8Array(hkdfSync('sha256', code, '', INFO, 32));
  return { seed, publicKey: publicKeyOf(seed) };
}

/** Whether a code may be for the organisation with this founding: one that names none may be for any. */
export function isCodeFor(code: string, founding: string | null): boolean {
  const named = CODE.exec(code)?.[1];
  return named === undefined || (founding !== null && named === foundingMark(founding));
}

/** A new code, and the public half of its key in base64url. */
export function newInvite(founding: string | null): { readonly code: string; readonly inviteKey: string } {
  const code = newInviteCode(founding);
  return { code, inviteKey: keyText(inviteKeyOf(code).publicKey) };
}

export const isCode = (text: string): boolean => CODE.test(text);

const foundingMark = (founding: string): string =>
  Buffer.from(founding, 'hex').toString('base64url').slice(0, FOUNDING_LENGTH);
