import { hkdfSync, randomBytes } from 'node:crypto';
import { keyText } from './key-text.ts';
import { publicKeyOf, sha256, type SigningKey } from './node-crypto.ts';

const INFO = 'latchkey-invite-v1';
const SECRET_BYTES = 16;
/** So much of what tells an organisation, in base64url, stands behind the secret of a code: 132 bits. */
const MARK_LENGTH = 22;
const CODE = /^[A-Za-z0-9_-]{8,43}(?:\.([A-Za-z0-9_-]{22}))?$/;

/** What tells an organisation that was founded, as whoever invites knows it. */
export interface Marked {
  /** The hash of its founding statement, in hex; null where a service of before began its log. */
  readonly founding: string | null;
  /** The verifier key that its log has now. */
  readonly logKey: string;
}

/**
 * The code of a new invite: 16 random bytes in base64url, and what tells the organisation, if it was founded. Never with a `-` in
 * front, which a command line would take for an option.
 */
export function newInviteCode(of: Marked | null): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url').replace(/^-/, 'x');
  const mark = of && markOf(of);
  return mark === null ? secret : `${secret}.${mark}`;
}

/**
 * The key that a code stands for: its seed is HKDF-SHA256 (RFC 5869) over the whole code, without salt. Its public half is the
 * invite, for all to see; whoever has the code can sign as whom it was given to.
 */
export function inviteKeyOf(code: string): SigningKey {
  const seed = new Uint8Array(hkdfSync('sha256', code, '', INFO, 32));
  return { seed, publicKey: publicKeyOf(seed) };
}

/** Whether a code may be for this organisation: one that names none may be for any, also for one that is not founded yet (null). */
export function isCodeFor(code: string, of: Marked | null): boolean {
  const named = CODE.exec(code)?.[1];
  return named === undefined || (of !== null && named === markOf(of));
}

/** A new code, and the public half of its key in base64url. */
export function newInvite(of: Marked | null): { readonly code: string; readonly inviteKey: string } {
  const code = newInviteCode(of);
  return { code, inviteKey: keyText(inviteKeyOf(code).publicKey) };
}

export const isCode = (text: string): boolean => CODE.test(text);

/** The beginning of SHA-256 over the founding's hash and the key: whoever joins pins the key that whoever invited them had pinned. */
const markOf = ({ founding, logKey }: Marked): string | null =>
  founding &&
  Buffer.from(sha256(Buffer.concat([Buffer.from(founding, 'hex'), Buffer.from(logKey)])))
    .toString('base64url')
    .slice(0, MARK_LENGTH);
