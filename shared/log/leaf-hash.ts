import type { Sha256 } from './sha256.ts';

/** Sets leaves apart from inner nodes, without which an inner node could be passed off as a leaf (RFC 9162 §2.1.1). */
const LEAF_PREFIX = 0x00;

/** Hash of a leaf that holds `bytes`: SHA-256(0x00 || bytes), RFC 9162 §2.1.1. */
export function leafHash(sha256: Sha256, bytes: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + bytes.length);
  input[0] = LEAF_PREFIX;
  input.set(bytes, 1);
  return sha256(input);
}
