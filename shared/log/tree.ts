import { EMPTY_ROOT, type Sha256, nodeHash } from './hashes.ts';

/**
 * Reads the hash of a complete subtree: `level` 0 are leaves, and node `index` of a level covers the leaves
 * `[index * 2^level, (index + 1) * 2^level)`. Such a node never changes once it exists. Undefined when there is none.
 */
export type GetNode = (level: number, index: number) => Uint8Array | undefined;

/** The node that must be there. Throws when it is missing: the store is damaged, or the caller named a larger tree than it has. */
export function storedNode(getNode: GetNode, level: number, index: number): Uint8Array {
  const hash = getNode(level, index);
  if (hash === undefined) throw new Error(`the log's store lacks node ${index} of level ${level}`);
  return hash;
}

/*
 * A tree kept as the hashes of its complete subtrees, which never change once they exist. Everything here reads a number
 * of nodes that grows with the logarithm of the size. Asking for what the tree does not hold is a fault and throws: a
 * service checks sizes and indexes that others sent before it calls.
 */

/** A complete subtree to be stored: see `GetNode` for what level and index mean. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/**
 * The nodes to store when `leafHashes` (one or a batch) are appended to a tree of `size` leaves: about two a leaf, in the
 * order in which they come to be. `getNode` needs to know only the nodes of before, not those of this batch.
 */
export function nodesForAppend(
  sha256: Sha256,
  { size, leafHashes }: { size: number; leafHashes: readonly Uint8Array[] },
  getNode: GetNode,
): TreeNode[] {
  const nodes: TreeNode[] = [];
  /** The newest left child of each level: the only node of this batch that a later one can have as its sibling. */
  const lefts = new Map<number, TreeNode>();
  const leftSibling = ({ level, index }: TreeNode): Uint8Array => {
    const left = lefts.get(level);
    return left?.index === index - 1 ? left.hash : storedNode(getNode, level, index - 1);
  };
  leafHashes.forEach((hash, at) => {
    let node: TreeNode = { level: 0, index: size + at, hash };
    nodes.push(node);
    while (node.index % 2 === 1) {
      const parentHash = nodeHash(sha256, leftSibling(node), node.hash);
      node = { level: node.level + 1, index: (node.index - 1) / 2, hash: parentHash };
      nodes.push(node);
    }
    lefts.set(node.level, node);
  });
  return nodes;
}

/** Root of the tree's first `size` leaves. */
export function rootAt(sha256: Sha256, size: number, getNode: GetNode): Uint8Array {
  return size === 0 ? EMPTY_ROOT : rangeHash(sha256, { start: 0, end: size }, getNode);
}

/** The path from leaf `index` to the root of the tree of `size` leaves, from the bottom: PATH of RFC 9162 §2.1.3.1. */
export function inclusionProof(
  sha256: Sha256,
  { index, size }: { index: number; size: number },
  getNode: GetNode,
): Uint8Array[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new Error(`a tree of ${size} leaves has no leaf ${index}`);
  }
  const path: Uint8Array[] = [];
  let start = 0;
  let end = size;
  // Goes down from the root, so the siblings come top first.
  while (end - start > 1) {
    const middle = start + largestPowerBelow(end - start);
    const isLeft = index < middle;
    path.push(rangeHash(sha256, isLeft ? { start: middle, end } : { start, end: middle }, getNode));
    if (isLeft) end = middle;
    else start = middle;
  }
  return path.reverse();
}

/** What shows that the tree of `to` leaves begins with the tree of `from` leaves: PROOF of RFC 9162 §2.1.4.1, and empty when `from` is 0. */
export function consistencyProof(
  sha256: Sha256,
  { from, to }: { from: number; to: number },
  getNode: GetNode,
): Uint8Array[] {
  if (!Number.isSafeInteger(from) || from < 0 || from > to) {
    throw new Error(`a tree of ${to} leaves does not begin with one of ${from}`);
  }
  if (from === 0 || from === to) return [];
  const proof: Uint8Array[] = [];
  let start = 0;
  let end = to;
  while (end !== from) {
    const middle = start + largestPowerBelow(end - start);
    const endsLeft = from <= middle;
    proof.push(rangeHash(sha256, endsLeft ? { start: middle, end } : { start, end: middle }, getNode));
    if (endsLeft) end = middle;
    else start = middle;
  }
  // The subtree that ends where the old tree ended. When it begins at 0 it is the old tree, whose root the verifier has.
  if (start > 0) proof.push(rangeHash(sha256, { start, end }, getNode));
  return proof.reverse();
}

/** The largest power of two that is less than `leaves`: where RFC 9162 §2.1.1 splits a tree of `leaves` > 1 leaves. */
export function largestPowerBelow(leaves: number): number {
  let power = 1;
  while (power * 2 < leaves) power *= 2;
  return power;
}

/**
 * MTH(D[start:end]) of RFC 9162 §2.1.1 from stored nodes, for a range that a split of the tree can yield: `start` is a
 * multiple of the smallest power of two that holds `end - start` leaves, of which there is at least one.
 */
export function rangeHash(
  sha256: Sha256,
  { start, end }: { start: number; end: number },
  getNode: GetNode,
): Uint8Array {
  const leaves = end - start;
  if (leaves === 1) return storedNode(getNode, 0, start);
  const half = largestPowerBelow(leaves);
  if (leaves === 2 * half) return storedNode(getNode, Math.log2(leaves), start / leaves);
  const left = rangeHash(sha256, { start, end: start + half }, getNode);
  return nodeHash(sha256, left, rangeHash(sha256, { start: start + half, end }, getNode));
}
