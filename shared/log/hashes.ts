/** Bytes of every hash in the tree (SHA-256). */
export const HASH_LENGTH = 32;

/** SHA-256 of `data`: 32 bytes. Passed in, so that this package needs neither Node nor a browser. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

/** Whether both hold the same bytes. Not in constant time: for hashes and names that are public. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Sets leaves apart from inner nodes, without which an inner node could be passed off as a leaf (RFC 9162 §2.1.1). */
const LEAF_PREFIX = 0x00;

/** Hash of a leaf that holds `bytes`: SHA-256(0x00 || bytes), RFC 9162 §2.1.1. */
export function leafHash(sha256: Sha256, bytes: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + bytes.length);
  input[0] = LEAF_PREFIX;
  input.set(bytes, 1);
  return sha256(input);
}

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

/** Root of the tree without leaves: SHA-256 of nothing (RFC 9162 §2.1.1). */
export const EMPTY_ROOT: Uint8Array = Uint8Array.from([
  0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae,
  0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/** Leaf hashes in their order, in as few bytes as they have: a million takes 32 MB. */
export class PackedHashes {
  #bytes = new Uint8Array(1_024 * HASH_LENGTH);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(hash: Uint8Array): void {
    const at = this.#size * HASH_LENGTH;
    if (at === this.#bytes.length) {
      const more = new Uint8Array(2 * at);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes.set(hash.subarray(0, HASH_LENGTH), at);
    this.#size += 1;
  }

  readonly at = (index: number): Uint8Array | undefined =>
    index < this.#size ? this.#bytes.subarray(index * HASH_LENGTH, (index + 1) * HASH_LENGTH) : undefined;
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
