import type { GetNode } from './get-node.ts';
import { largestPowerBelow } from './largest-power-below.ts';
import { nodeHash } from './node-hash.ts';
import type { Sha256 } from './sha256.ts';
import { storedNode } from './stored-node.ts';

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
