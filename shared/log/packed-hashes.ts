import { HASH_LENGTH } from './hash-length.ts';

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
