import { EMPTY_ROOT } from './empty-root.ts';
import { nodeHash } from './node-hash.ts';
import type { Sha256 } from './sha256.ts';

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
