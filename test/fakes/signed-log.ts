import { signCheckpoint } from '../../shared/log/checkpoint.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import type { LogIdentity } from '../../shared/log/log-watch.ts';
import { consistencyProof, rootAt } from '../../shared/log/tree.ts';
import { verifierKey } from '../../shared/log/keys.ts';
import {
  generateSigningKey,
  sha256,
  sign,
  verify,
  type SigningKey,
} from '../../shared/system/node-crypto.ts';
import { MemoryTree } from './memory-tree.ts';

/** A log in memory that signs what it is told to, honest or not: two with one key make a fork. */
export class SignedLog {
  readonly identity: LogIdentity;
  readonly leafHashes: readonly Uint8Array[];
  readonly #tree: MemoryTree;
  readonly #seed: Uint8Array;

  constructor(entries: readonly string[], key: SigningKey = generateSigningKey(), origin = 'log.example') {
    this.identity = { key: verifierKey(sha256, origin, key.publicKey), sha256, verify };
    this.leafHashes = entries.map((entry) => leafHash(sha256, new TextEncoder().encode(entry)));
    this.#tree = new MemoryTree(sha256, this.leafHashes);
    this.#seed = key.seed;
  }

  noteAt(size: number): string {
    return this.noteOf({ size, rootHash: rootAt(sha256, size, this.#tree.getNode) });
  }

  /** Signs any head, also one that no tree has. */
  noteOf(head: { size: number; rootHash: Uint8Array }): string {
    const { key } = this.identity;
    return signCheckpoint({ origin: key.name, extensions: [], ...head }, key, (message) =>
      sign(this.#seed, message),
    );
  }

  leavesBetween(from: number, to: number): Uint8Array[] {
    return this.leafHashes.slice(from, to);
  }

  proofBetween(from: number, to: number): Uint8Array[] {
    return consistencyProof(sha256, { from, to }, this.#tree.getNode);
  }
}
