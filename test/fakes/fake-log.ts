import type { Api } from '../../shared/api/api.ts';
import type { Client } from '../../shared/client/create-client.ts';
import type { SaidText } from '../../shared/lib/said.ts';
import { signCheckpoint } from '../../shared/log/checkpoint.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { consistencyProof, rootAt } from '../../shared/log/tree.ts';
import { formatVerifierKey, verifierKey, type VerifierKey } from '../../shared/log/keys.ts';
import { generateSigningKey, sha256, sign, type SigningKey } from '../../shared/system/node-crypto.ts';
import { MemoryTree } from './memory-tree.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A signed log in memory, and the procedures by which a client reads it. */
export class FakeLog {
  readonly #key: SigningKey;
  readonly #verifier: VerifierKey;
  readonly pinned: { readonly origin: string; readonly key: string };
  texts: (string | null)[] = [];
  /** What is told beside entries, by their place. */
  said: Readonly<Record<number, SaidText[]>> = {};
  #tree = new MemoryTree(sha256);
  calls = 0;

  /** @param of the key, where it is one that a test has, too */
  constructor(of?: { readonly key: SigningKey; readonly verifier: VerifierKey }) {
    this.#key = of?.key ?? generateSigningKey();
    this.#verifier = of?.verifier ?? verifierKey(sha256, 'example.com/log', this.#key.publicKey);
    this.pinned = { origin: this.#verifier.name, key: formatVerifierKey(this.#verifier) };
  }

  append(...texts: string[]): void {
    this.texts.push(...texts);
    this.#tree.append(texts.map((text) => leafHash(sha256, Buffer.from(text))));
  }

  /** Another past, signed by the same key. */
  rewrite(...texts: string[]): void {
    this.texts = [];
    this.#tree = new MemoryTree(sha256);
    this.append(...texts);
  }

  readonly source = {
    checkpoint: {
      query: async () => {
        this.calls += 1;
        const size = this.#tree.size;
        const rootHash = rootAt(sha256, size, this.#tree.getNode);
        const head = { origin: this.#verifier.name, size, rootHash, extensions: [] };
        return { note: signCheckpoint(head, this.#verifier, (message) => sign(this.#key.seed, message)) };
      },
    },
    entries: {
      query: async ({ from, limit }: { from: number; limit: number }) => {
        const items = this.texts.slice(from, from + Math.min(limit, 3)).map((text, index) => ({
          seq: from + index,
          leafHash: hex(this.#tree.getNode(0, from + index)!),
          text,
          said: this.said[from + index] ?? [],
        }));
        return { items, size: this.texts.length };
      },
    },
    consistency: {
      query: async ({ from, to }: { from: number; to: number }) => ({
        hashes: consistencyProof(sha256, { from, to }, this.#tree.getNode).map(hex),
      }),
    },
  } as unknown as Client['api']['log'];

  /** The same for an edge to serve. */
  readonly api: Api['log'] = {
    checkpoint: () => this.source.checkpoint.query(),
    entries: (_caller, input) => this.source.entries.query(input),
    consistency: (_caller, input) => this.source.consistency.query(input),
    stream: () => Promise.reject(new Error('nobody asks for that here')),
    inclusion: () => Promise.reject(new Error('nobody asks for that here')),
  };
}
