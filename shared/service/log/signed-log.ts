import { LRUCache } from 'lru-cache';
import { hexOf } from '../../lib/hex-of.ts';
import { type GetNode, consistencyProof, inclusionProof } from '../../log/tree.ts';
import { rootOf } from '../../log/compact-range.ts';
import { formatCheckpoint, parseCheckpoint } from '../../log/checkpoint.ts';
import { formatNote, signNoteText } from '../../log/signed-note.ts';
import type { Sha256 } from '../../log/hashes.ts';
import { loadTip } from './load-log.ts';
import type { LogKeys, NoteSigner } from './log-keys.ts';
import type { LogTip } from './log-tip.ts';
import type { ServiceStore } from '../store/service-store.ts';

interface Parts {
  readonly store: Pick<ServiceStore, 'nodes'>;
  readonly sha256: Sha256;
  /** The log's name. */
  readonly origin: string;
  readonly keys: Pick<LogKeys, 'signers'>;
  /** The committed end of the log. Throws once it was set back: then nothing is signed. */
  readonly tip: () => LogTip;
}

/** How many roots of earlier sizes are kept in memory: desktops say one that is a few minutes old. */
const MOST_ROOTS = 5_000;

/** What the log says of itself. Checkpoints are signed when someone asks, and only ever over what is committed. */
export class SignedLog {
  readonly #parts: Parts;
  #note: { readonly size: number; readonly by: readonly NoteSigner[]; readonly note: string } | null = null;
  readonly #roots = new LRUCache<number, string>({ max: MOST_ROOTS });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#parts.tip().range.size;
  }

  checkpoint(): string {
    const { origin, keys, sha256, tip } = this.#parts;
    const { range } = tip();
    const by = keys.signers;
    if (this.#note?.size !== range.size || this.#note.by !== by) {
      const rootHash = rootOf(sha256, range);
      this.#keepRoot(range.size, rootHash);
      const text = formatCheckpoint({ origin, size: range.size, rootHash, extensions: [] });
      this.#note = { size: range.size, by, note: noteBy(by, text) };
    }
    return this.#note.note;
  }

  /** The root of the log when it had so many entries, in lower case hex; null when it has not so many. */
  async rootAt(size: number): Promise<string | null> {
    if (size > this.size) return null;
    const known = this.#roots.get(size);
    if (known !== undefined) return known;
    const { store, sha256 } = this.#parts;
    const { range } = await loadTip(store, { size, sha256 });
    return this.#keepRoot(size, rootOf(sha256, range));
  }

  /** Of heads that were handed out, and of those that somebody said to have seen. */
  #keepRoot(size: number, rootHash: Uint8Array): string {
    const root = hexOf(rootHash);
    this.#roots.set(size, root);
    return root;
  }

  /** A note by the log's keys over `text`, which must not read as a checkpoint: of those each is made in one place, above. */
  vouch(text: string): string {
    const { keys, tip } = this.#parts;
    tip();
    if (parseCheckpoint(text).ok) throw new Error('this would be a checkpoint');
    return noteBy(keys.signers, text);
  }

  /** Throws when there is no such leaf in a tree of that size, or the log is shorter. */
  inclusion(index: number, size: number): Promise<string[]> {
    return this.#prove((getNode) => inclusionProof(this.#parts.sha256, { index, size }, getNode));
  }

  /** Throws when `from` is larger than `to`, or the log is shorter. */
  consistency(from: number, to: number): Promise<string[]> {
    return this.#prove((getNode) => consistencyProof(this.#parts.sha256, { from, to }, getNode));
  }

  /** Runs a proof twice: once to learn which nodes it reads, then with those nodes. */
  async #prove(prove: (getNode: GetNode) => Uint8Array[]): Promise<string[]> {
    const keys: { level: number; index: number }[] = [];
    prove((level, index) => {
      keys.push({ level, index });
      return new Uint8Array(32);
    });
    const nodes = await this.#parts.store.nodes(keys);
    const hashes = new Map(nodes.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
    const proof = prove((level, index) => hashes.get(`${level}/${index}`));
    return proof.map((hash) => Buffer.from(hash).toString('hex'));
  }
}

const noteBy = (signers: readonly NoteSigner[], text: string): string =>
  formatNote({ text, signatures: signers.map(({ key, sign }) => signNoteText(text, key, sign)) });
