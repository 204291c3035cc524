import { type GetNode, nodesForAppend } from '../../shared/log/tree.ts';
import type { Sha256 } from '../../shared/log/hashes.ts';

/** The complete subtrees of a log, kept in memory. */
export class MemoryTree {
  readonly #nodes = new Map<string, Uint8Array>();
  readonly #sha256: Sha256;
  #size = 0;

  constructor(sha256: Sha256, leafHashes: readonly Uint8Array[] = []) {
    this.#sha256 = sha256;
    this.append(leafHashes);
  }

  get size(): number {
    return this.#size;
  }

  get nodeCount(): number {
    return this.#nodes.size;
  }

  readonly getNode: GetNode = (level, index) => this.#nodes.get(`${level}/${index}`);

  append(leafHashes: readonly Uint8Array[]): void {
    for (const { level, index, hash } of nodesForAppend(
      this.#sha256,
      { size: this.#size, leafHashes },
      this.getNode,
    )) {
      this.#nodes.set(`${level}/${index}`, hash);
    }
    this.#size += leafHashes.length;
  }
}
