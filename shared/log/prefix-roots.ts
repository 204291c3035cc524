import { type Sha256, nodeHash } from './hashes.ts';
import { type GetNode, rootAt } from './tree.ts';

/** Complete subtrees from this level on (of 16 leaves) are kept once they were computed: one node for each eight leaves. */
const KEPT_LEVEL = 4;

/** So many roots are kept: many ask for the same few. */
const MOST_ROOTS = 256;

/** Where nodes of a tree are kept. They never change. */
export interface KeptNodes {
  get(level: number, index: number): Uint8Array | undefined;
  set(level: number, index: number, hash: Uint8Array): void;
}

/** Roots of the beginnings of a log whose leaf hashes can be read by their place, each node computed once. */
export class PrefixRoots {
  readonly #sha256: Sha256;
  readonly #leaf: (index: number) => Uint8Array | undefined;
  readonly #kept: KeptNodes;
  readonly #roots = new Map<number, Uint8Array>();

  constructor(sha256: Sha256, leaf: (index: number) => Uint8Array | undefined, kept = nodesInMemory()) {
    this.#sha256 = sha256;
    this.#leaf = leaf;
    this.#kept = kept;
  }

  /** The root of the first `size` leaves. Throws where there are not as many. */
  rootAt(size: number): Uint8Array {
    const known = this.#roots.get(size);
    if (known) return known;
    const root = rootAt(this.#sha256, size, this.getNode);
    const [oldest] = this.#roots.keys();
    if (this.#roots.size >= MOST_ROOTS && oldest !== undefined) this.#roots.delete(oldest);
    this.#roots.set(size, root);
    return root;
  }

  readonly getNode: GetNode = (level, index) => {
    if (level === 0) return this.#leaf(index);
    const kept = level < KEPT_LEVEL ? undefined : this.#kept.get(level, index);
    if (kept) return kept;
    const left = this.getNode(level - 1, index * 2);
    const right = left && this.getNode(level - 1, index * 2 + 1);
    if (!left || !right) return undefined;
    const hash = nodeHash(this.#sha256, left, right);
    if (level >= KEPT_LEVEL) this.#kept.set(level, index, hash);
    return hash;
  };
}

function nodesInMemory(): KeptNodes {
  const levels: Map<number, Uint8Array>[] = [];
  return {
    get: (level, index) => levels[level]?.get(index),
    set: (level, index, hash) => (levels[level] ??= new Map()).set(index, hash),
  };
}
