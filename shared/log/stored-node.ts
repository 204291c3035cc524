import type { GetNode } from './get-node.ts';

/** The node that must be there. Throws when it is missing: the store is damaged, or the caller named a larger tree than it has. */
export function storedNode(getNode: GetNode, level: number, index: number): Uint8Array {
  const hash = getNode(level, index);
  if (hash === undefined) throw new Error(`the log's store lacks node ${index} of level ${level}`);
  return hash;
}
