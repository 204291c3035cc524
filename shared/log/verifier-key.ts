import { hexOf } from '../lib/hex-of.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { isKeyName } from './is-key-name.ts';
import type { Sha256 } from './sha256.ts';

/** Signature type of Ed25519 in a signed note (C2SP signed-note). */
const ED25519 = 0x01;
const PUBLIC_KEY_LENGTH = 32;
const KEY_ID_LENGTH = 4;

/** A key that can vouch for a note. Its text is `name+keyid+base64`, as in C2SP signed-note. */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name || 0x0A || 0x01 || key) in lower case hex: tells apart keys of one name. */
  readonly keyId: string;
  /** 32 raw bytes. */
  readonly publicKey: Uint8Array;
}

/** The key of this name. Throws when the name cannot stand in a note or the key is not 32 bytes long. */
export function verifierKey(sha256: Sha256, name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name))
    throw new Error('the name of a log key has no spaces, no plus sign and 1 to 255 characters');
  if (publicKey.length !== PUBLIC_KEY_LENGTH) throw new Error('an Ed25519 public key has 32 bytes');
  const nameBytes = new TextEncoder().encode(`${name}\n`);
  const hash = sha256(Uint8Array.from([...nameBytes, ED25519, ...publicKey]));
  return { name, keyId: hexOf(hash.subarray(0, KEY_ID_LENGTH)), publicKey };
}

export const formatVerifierKey = ({ name, keyId, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${toBase64(Uint8Array.from([ED25519, ...publicKey]))}`;

/** The key that the text says, or a sentence about what is wrong with it. */
export function parseVerifierKey(sha256: Sha256, text: string): Result<VerifierKey, string> {
  const [, name = '', keyId = '', encoded = ''] =
    /^([^+]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/=]{44})$/.exec(text) ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes?.length !== 1 + PUBLIC_KEY_LENGTH) {
    return err('A log key reads: name, plus sign, eight hex digits, plus sign, base64 of the key.');
  }
  if (bytes[0] !== ED25519) return err('This log key is not an Ed25519 key.');
  const key = verifierKey(sha256, name, bytes.slice(1));
  return key.keyId === keyId
    ? ok(key)
    : err('The eight hex digits of this log key do not fit its name and key.');
}
