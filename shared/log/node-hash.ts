import { HASH_LENGTH } from './hash-length.ts';
import type { Sha256 } from './sha256.ts';

/** Sets inner nodes apart from leaves (RFC 9162 §2.1.1). */
const NODE_PREFIX = 0x01;

/** Hash of an inner node: SHA-256(0x01 || left || right), RFC 9162 §2.1.1. Both sides are hashes of 32 bytes. */
export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + 2 * HASH_LENGTH);
  input[0] = NODE_PREFIX;
  input.set(left, 1);
  input.set(right, 1 + HASH_LENGTH);
  return sha256(input);
}
