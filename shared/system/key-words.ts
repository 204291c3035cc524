import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english';
import { hkdfSync, randomBytes } from 'node:crypto';
import { publicKeyOf, type SigningKey } from './node-crypto.ts';

const INFO = 'latchkey-recovery-v1';
const RECOVERY_BYTES = 16;
/** So much of a hash is shown: nobody makes another one that begins with the same 88 bits. */
const FINGERPRINT_WORDS = 8;
const BITS_PER_WORD = 11;

/** A hash (in hex) in words that can be read to each other: its first 88 bits, by the English list of BIP-39, 11 bits a word. */
export function fingerprintWords(hashHex: string): string {
  const bits = [...Buffer.from(hashHex, 'hex')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const at = (index: number): string => bits.slice(index * BITS_PER_WORD, (index + 1) * BITS_PER_WORD);
  return Array.from({ length: FINGERPRINT_WORDS }, (_, index) => wordlist[parseInt(at(index), 2)]).join(' ');
}

/** A new recovery key: 128 random bits in twelve words (BIP-39), the last of which tells who mistypes. */
export const newRecoveryWords = (): string => entropyToMnemonic(randomBytes(RECOVERY_BYTES), wordlist);

const RECOVERY_WORDS = 12;

/**
 * The words as they are read, however they were typed or pasted: with the line that they were printed in, numbered, with commas;
 * null where they are none.
 */
export function readRecoveryWords(typed: string): string | null {
  const letters =
    typed
      .replaceAll(/\p{Cf}/gu, '')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const words = letters.slice(-RECOVERY_WORDS).join(' ');
  return validateMnemonic(words, wordlist) ? words : null;
}

/** The Ed25519 key that they stand for: its seed is HKDF-SHA256 (RFC 5869) over their 128 bits, without salt. */
export function recoveryKeyOf(words: string): SigningKey {
  const seed = new Uint8Array(hkdfSync('sha256', mnemonicToEntropy(words, wordlist), '', INFO, 32));
  return { seed, publicKey: publicKeyOf(seed) };
}
