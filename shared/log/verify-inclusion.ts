import { err, ok, type Result } from '../lib/result.ts';
import { HASH_LENGTH } from './hash-length.ts';
import { nodeHash } from './node-hash.ts';
import { sameBytes } from './same-bytes.ts';
import type { Sha256 } from './sha256.ts';

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly rootHash: Uint8Array;
}

/** Whether the tree with this root holds this leaf at this place, or a sentence that says what does not fit (RFC 9162 §2.1.3.2). Takes anything of these types. */
export function verifyInclusion(sha256: Sha256, claim: InclusionClaim): Result<'included', string> {
  const { index, size, leafHash, proof, rootHash } = claim;
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) {
    return err(`A log of ${size} entries has no entry number ${index}.`);
  }
  if ([leafHash, rootHash, ...proof].some((hash) => hash.length !== HASH_LENGTH)) {
    return err('The proof that the log holds this entry has a hash that is not 32 bytes long.');
  }
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0) return err('The proof that the log holds this entry is too long.');
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sha256, sibling, hash);
      // A right edge without a sibling of its own rises unhashed until it is a right child.
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = nodeHash(sha256, hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  if (last !== 0) return err('The proof that the log holds this entry is too short.');
  return sameBytes(hash, rootHash) ? ok('included') : err('The log does not hold this entry at this place.');
}
