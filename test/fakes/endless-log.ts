import type { Api } from '../../shared/api/api.ts';
import { signCheckpoint } from '../../shared/log/checkpoint.ts';
import { leafHash, nodeHash } from '../../shared/log/hashes.ts';
import { consistencyProof, rootAt } from '../../shared/log/tree.ts';
import { formatVerifierKey, verifierKey } from '../../shared/log/keys.ts';
import { generateSigningKey, sha256, sign } from '../../shared/system/node-crypto.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * What a hostile service can make for nothing: a log of any size, rightly signed, with right proofs and right entries. All
 * entries are the same, so that each level of the tree has one hash.
 */
export class EndlessLog {
  readonly #key = generateSigningKey();
  readonly #verifier = verifierKey(sha256, 'example.com/log', this.#key.publicKey);
  readonly pinned = { origin: this.#verifier.name, key: formatVerifierKey(this.#verifier) };
  readonly #levels: Uint8Array[] = [];
  readonly #text: string;
  readonly size: number;
  /** Entries that were sent, in all. */
  sent = 0;
  /** From this one on entries are sent that are not those of the tree. */
  garbageFrom = Infinity;

  constructor(size: number, text: string) {
    [this.size, this.#text] = [size, text];
    for (let hash = leafHash(sha256, Buffer.from(text)); this.#levels.length < 53;) {
      this.#levels.push(hash);
      hash = nodeHash(sha256, hash, hash);
    }
  }

  readonly #node = (level: number): Uint8Array => this.#levels[level] as Uint8Array;

  readonly api: Api['log'] = {
    stream: () => Promise.reject(new Error('nobody asks for that here')),
    checkpoint: async () => {
      const { size } = this;
      const rootHash = rootAt(sha256, size, this.#node);
      const head = { origin: this.#verifier.name, size, rootHash, extensions: [] };
      return { note: signCheckpoint(head, this.#verifier, (message) => sign(this.#key.seed, message)) };
    },
    entries: async (_caller, { from, limit }) => {
      const items = Array.from({ length: Math.min(limit, this.size - from) }, (_, index) => ({
        seq: from + index,
        leafHash: hex(this.#node(0)),
        text: from + index < this.garbageFrom ? this.#text : `garbage ${from + index}`,
      }));
      this.sent += items.length;
      return { items, size: this.size };
    },
    consistency: async (_caller, { from, to }) => ({
      hashes: consistencyProof(sha256, { from, to }, this.#node).map(hex),
    }),
    inclusion: () => Promise.reject(new Error('nobody asks for that here')),
  };
}
