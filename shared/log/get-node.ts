/**
 * Reads the hash of a complete subtree: `level` 0 are leaves, and node `index` of a level covers the leaves
 * `[index * 2^level, (index + 1) * 2^level)`. Such a node never changes once it exists. Undefined when there is none.
 */
export type GetNode = (level: number, index: number) => Uint8Array | undefined;
