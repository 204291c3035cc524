import type { CompactRange } from '../../log/compact-range.ts';
import { type GetNode, nodesForAppend, type TreeNode } from '../../log/tree.ts';
import type { Sha256 } from '../../log/hashes.ts';

/** The keys of the largest complete subtrees of a tree of `size` leaves, from left to right. */
export function peakKeys(size: number): { level: number; index: number }[] {
  const keys: { level: number; index: number }[] = [];
  // Division instead of shifts: sizes go beyond 32 bits.
  for (let rest = size, level = 0; rest > 0; rest = Math.floor(rest / 2), level += 1) {
    if (rest % 2 === 1) keys.push({ level, index: rest - 1 });
  }
  return keys.reverse();
}

/**
 * All that is needed of the tree to append to it: its size and its peaks, in memory; and its last leaf, by which a log that was
 * set back is known. Frozen; `append` makes the next.
 */
export class LogTip {
  readonly range: CompactRange;
  /** Null where there is none. */
  readonly lastLeaf: Uint8Array | null;
  readonly #sha256: Sha256;

  constructor(sha256: Sha256, range: CompactRange, lastLeaf: Uint8Array | null) {
    this.#sha256 = sha256;
    this.range = range;
    this.lastLeaf = lastLeaf;
  }

  /** The tip after `leafHashes`, and the tree's new nodes of level 1 and up. */
  append(leafHashes: readonly Uint8Array[]): { tip: LogTip; nodes: TreeNode[] } {
    const known = new Map<string, Uint8Array>();
    peakKeys(this.range.size).forEach((key, at) => {
      const hash = this.range.peaks[at];
      if (hash) known.set(nodeKey(key), hash);
    });
    const getNode: GetNode = (level, index) => known.get(nodeKey({ level, index }));
    const nodes = nodesForAppend(this.#sha256, { size: this.range.size, leafHashes }, getNode);
    for (const node of nodes) known.set(nodeKey(node), node.hash);
    const size = this.range.size + leafHashes.length;
    const peaks = peakKeys(size).map((key) => {
      const hash = known.get(nodeKey(key));
      if (!hash) throw new Error('the log lost a peak');
      return hash;
    });
    return {
      tip: new LogTip(this.#sha256, { size, peaks }, leafHashes.at(-1) ?? this.lastLeaf),
      nodes: nodes.filter(({ level }) => level > 0),
    };
  }
}

const nodeKey = ({ level, index }: { level: number; index: number }): string => `${level}/${index}`;
