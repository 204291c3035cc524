import { EMPTY_ROOT, HASH_LENGTH, type Sha256, nodeHash, sameBytes } from './hashes.ts';
import { type Result, err, ok } from './result.ts';

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

interface TreeHead {
  readonly size: number;
  readonly rootHash: Uint8Array;
}

export interface ConsistencyClaim {
  readonly from: TreeHead;
  readonly to: TreeHead;
  readonly proof: readonly Uint8Array[];
}

/** Whether the tree `to` begins with the whole tree `from`, or a sentence that says what does not fit (RFC 9162 §2.1.4.2). Takes anything of these types. */
export function verifyConsistency(sha256: Sha256, claim: ConsistencyClaim): Result<'consistent', string> {
  const { from, to, proof } = claim;
  if (![from.size, to.size].every((size) => Number.isSafeInteger(size) && size >= 0)) {
    return err('The size of a log is a whole number.');
  }
  if (from.size > to.size) return err(`The log shrank from ${from.size} to ${to.size} entries.`);
  if ([from.rootHash, to.rootHash, ...proof].some((hash) => hash.length !== HASH_LENGTH)) {
    return err('The proof that the log was only added to has a hash that is not 32 bytes long.');
  }
  if (from.size === 0 || from.size === to.size) return withoutProof(claim);
  return withProof(sha256, claim);
}

function withoutProof({ from, to, proof }: ConsistencyClaim): Result<'consistent', string> {
  if (proof.length > 0) return err('The proof that the log was only added to is too long.');
  const expected = from.size === to.size ? to.rootHash : EMPTY_ROOT;
  if (!sameBytes(from.rootHash, expected))
    return err(`The log has two different histories of ${from.size} entries.`);
  if (to.size === 0 && !sameBytes(to.rootHash, EMPTY_ROOT))
    return err('The log is empty, but its root is not.');
  return ok('consistent');
}

function withProof(sha256: Sha256, { from, to, proof }: ConsistencyClaim): Result<'consistent', string> {
  // The old tree is a complete subtree of the new one when its size is a power of two: then its root stands first.
  const path = isPowerOfTwo(from.size) ? [from.rootHash, ...proof] : proof;
  const [first, ...siblings] = path;
  if (first === undefined) return err('The proof that the log was only added to is too short.');
  let [node, last] = [from.size - 1, to.size - 1];
  while (node % 2 === 1) [node, last] = [(node - 1) / 2, Math.floor(last / 2)];
  let [oldHash, newHash] = [first, first];
  for (const sibling of siblings) {
    if (last === 0) return err('The proof that the log was only added to is too long.');
    if (node % 2 === 1 || node === last) {
      oldHash = nodeHash(sha256, sibling, oldHash);
      newHash = nodeHash(sha256, sibling, newHash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      newHash = nodeHash(sha256, newHash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  if (last !== 0) return err('The proof that the log was only added to is too short.');
  const fits = sameBytes(oldHash, from.rootHash) && sameBytes(newHash, to.rootHash);
  return fits ? ok('consistent') : err(`The log's first ${from.size} entries are no longer what they were.`);
}

function isPowerOfTwo(size: number): boolean {
  let power = 1;
  while (power < size) power *= 2;
  return power === size;
}
