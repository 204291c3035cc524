import { type Sha256, hexOf } from './hashes.ts';
import { type Result, err, ok } from './result.ts';

/**
 * Whether `signature` (64 bytes) is the Ed25519 signature of `message` by the key (32 raw bytes), RFC 8032. Passed in.
 * Should be strict: refuse keys of small order, with which one signature fits several messages.
 */
export type Ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** Signs with a key that the function keeps to itself: 64 bytes, RFC 8032. */
export type Ed25519Sign = (message: Uint8Array) => Uint8Array;

/** Longest run of bytes turned into characters at once: `String.fromCharCode` takes them as arguments, which are limited. */
const CHUNK = 8_192;

/** Standard base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** The bytes of canonical standard base64, or null: every byte string has exactly one text, so a flipped bit never goes unseen. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  // The last character may carry bits that belong to no byte. Only zeros there are canonical.
  return toBase64(bytes) === text ? bytes : null;
}

/** Whether `name` can stand in a note: 1 to 255 characters, no white space, no plus sign, no control characters (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return name.length <= 255 && /^[^\s+\p{Cc}\p{Surrogate}]+$/u.test(name);
}

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
