import { EMPTY_ROOT, HASH_LENGTH, type Sha256, nodeHash } from './hashes.ts';
import { fromBase64, toBase64 } from './keys.ts';
import { type Result, err, ok } from './result.ts';

/**
 * All that must be remembered of a tree to append to it and to know its root: its size and the roots of its largest
 * complete subtrees, from left to right (one for each 1 in the binary form of `size`).
 * Source: the compact ranges of transparency-dev/merkle; the hashing is RFC 9162 §2.1.1.
 */
export interface CompactRange {
  /** How many leaves, at most 2^53 - 1. */
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const emptyRange = (): CompactRange => ({ size: 0, peaks: [] });

/** `range` with one leaf more; `range` itself stays as it was. One hash an append, amortised. */
export function appendLeaf(sha256: Sha256, range: CompactRange, leaf: Uint8Array): CompactRange {
  const peaks = range.peaks.slice();
  let hash = leaf;
  // Each trailing 1 of the size is a complete subtree that the new one completes into the next larger.
  for (let rest = range.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = peaks.pop();
    if (left === undefined) throw new Error('a compact range lacks a peak');
    hash = nodeHash(sha256, left, hash);
  }
  peaks.push(hash);
  return { size: range.size + 1, peaks };
}

/** Root of the tree that `range` stands for: the Merkle Tree Hash of RFC 9162 §2.1.1. */
export function rootOf(sha256: Sha256, range: CompactRange): Uint8Array {
  if (range.peaks.length === 0) return EMPTY_ROOT;
  return range.peaks.reduceRight((right, left) => nodeHash(sha256, left, right));
}

/** A compact range as JSON: hashes in base64. */
export interface CompactRangeJson {
  readonly size: number;
  readonly peaks: readonly string[];
}

export const rangeToJson = (range: CompactRange): CompactRangeJson => ({
  size: range.size,
  peaks: range.peaks.map(toBase64),
});

/** The range that `json` says, or a sentence about what is wrong with it. Takes anything. */
export function rangeFromJson(json: unknown): Result<CompactRange, string> {
  if (typeof json !== 'object' || json === null) return err('A compact range is an object.');
  const { size, peaks } = json as Record<string, unknown>;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return err('The size of a compact range is a whole number of leaves.');
  }
  if (!Array.isArray(peaks) || peaks.length !== countOnes(size)) {
    return err(`A compact range of ${size} leaves has ${countOnes(size)} peaks.`);
  }
  const hashes = peaks.map((peak: unknown) => (typeof peak === 'string' ? fromBase64(peak) : null));
  if (!hashes.every((hash) => hash?.length === HASH_LENGTH)) {
    return err('The peaks of a compact range are hashes of 32 bytes in base64.');
  }
  return ok({ size, peaks: hashes as Uint8Array[] });
}

function countOnes(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
