import type Database from 'libsql';
import { isRequestRecord } from '../../shared/domain/entry.ts';
import { evolveKnown } from '../../shared/domain/request/evolve-known.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { SigningDevice } from '../../shared/domain/statements/check-statement.ts';
import type { KnownToReader, Placed, Use } from '../../shared/domain/statements/judge-record.ts';
import { requestIdOf } from '../../shared/formats/wire/log-line.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import type { GetNode } from '../../shared/log/get-node.ts';
import { leafHash } from '../../shared/log/leaf-hash.ts';
import { PrefixRoots, type KeptNodes } from '../../shared/log/prefix-roots.ts';
import { MultiInsert } from '../../shared/system/multi-insert.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { prepared } from './prepared.ts';
import { readMeta } from './prepare-history.ts';
import { storedLine, type StoredLeaf } from './read-entries.ts';

interface SignerRow {
  /** Null: it joined by an entry that is not known here. */
  readonly person: string | null;
  readonly signingKey: string | null;
}

/**
 * What the entries of the replica say of who may have signed, as it was before any of them. It is kept in tables, since it grows
 * with the log. For one portion of entries: what it reads is not there any more when they are replaced.
 */
export class SignedSoFar {
  readonly #db: Database.Database;
  readonly #log: string;
  readonly #roots: PrefixRoots;
  readonly #hashes = new Map<string, string>();
  readonly #uses = new Map<string, Use>();
  readonly #nodes: KeptNodes & { flush(): void };
  readonly #leaves = new Map<number, Uint8Array>();
  /** The first entry of the form in which people sign. */
  #signedFrom: number;

  constructor(db: Database.Database, log: string) {
    this.#db = db;
    this.#log = log;
    this.#signedFrom = Number(readMeta(db, 'signed') ?? Infinity);
    const leaf = leafIn(db);
    this.#nodes = nodesIn(db);
    this.#roots = new PrefixRoots(sha256, (index) => this.#leaves.get(index) ?? leaf(index), this.#nodes);
  }

  get getNode(): GetNode {
    return this.#roots.getNode;
  }

  isSignedBefore(seq: number): boolean {
    return this.#signedFrom < seq;
  }

  /** So that it is not read again: most have seen what is close to what they do. */
  takeInLeaf({ seq, ...leaf }: Leaf & { readonly seq: number }): void {
    this.#leaves.set(seq, hashOf(leaf));
  }

  before(seq: number): KnownToReader {
    return {
      log: this.#log,
      isSigned: this.isSignedBefore(seq),
      device: (deviceId) => this.#device(deviceId, seq),
      isNewerDevice: (deviceId) => this.#signer(deviceId, seq)?.person === null,
      requestHash: (requestId) => this.#requestHash(requestId, seq),
      rootAt: (size) => hexOf(this.#roots.rootAt(size)),
      use: (id) => this.#uses.get(id) ?? this.#storedUse(id),
      request: (requestId) => this.#request(requestId, seq),
    };
  }

  /** `id`: the hash of what was signed, in hex; null where nobody did. */
  takeIn({ seq, record }: Placed, id: string | null): void {
    const { entry, at, v } = record;
    const db = this.#db;
    if (v === 3 && seq < this.#signedFrom) {
      this.#signedFrom = seq;
      prepared(db, "INSERT OR REPLACE INTO meta VALUES ('signed', ?)").run(String(seq));
    }
    if (id !== null && !this.#uses.has(id) && !this.#storedUse(id)) this.#uses.set(id, { seq, at });
    if (isRequestRecord(record) && entry.type === 'requestSubmitted') {
      const requestId = requestIdOf(record.stream);
      if (requestId !== null) this.#hashes.set(requestId, entry.facts.requestHash);
    }
    if (entry.type === 'deviceRegistered')
      this.#addSigner(entry.deviceId, seq, { person: entry.person, signingKey: entry.signingKey });
    if (entry.type === 'deviceRemoved')
      prepared(db, 'UPDATE signers SET until = ? WHERE device_id = ? AND since < ? AND until IS NULL').run(
        ...[seq, entry.deviceId, seq],
      );
  }

  /** An entry that only a newer Latchkey knows. */
  takeInNewer(seq: number, { stream }: { readonly stream: string | null }): void {
    const [kind, id] = stream?.split('/') ?? [];
    if (kind === 'device' && id !== undefined && !this.#signer(id, seq))
      this.#addSigner(id, seq, { person: null, signingKey: null });
  }

  /** Writes what was taken in: many rows at once take a fraction of the time. */
  flush(): void {
    const uses = [...this.#uses].map(([id, { seq, at }]) => [Buffer.from(id, 'hex'), seq, at]);
    new MultiInsert(this.#db, { into: 'statements', columns: ['id', 'seq', 'at'], ...ONCE }).run(uses);
    this.#uses.clear();
    this.#nodes.flush();
  }

  #storedUse(id: string): Use | undefined {
    // In a list: bytes alone would be taken for names of parameters.
    return prepared(this.#db, 'SELECT seq, at FROM statements WHERE id = ?').get([Buffer.from(id, 'hex')]) as
      Use | undefined;
  }

  #addSigner(deviceId: string, seq: number, { person, signingKey }: SignerRow): void {
    prepared(this.#db, 'INSERT OR REPLACE INTO signers VALUES (?, ?, ?, ?, NULL)').run(
      ...[deviceId, person, signingKey, seq],
    );
  }

  /** The last that joined under this id before. */
  #signer(deviceId: string, seq: number): (SignerRow & { readonly until: number | null }) | undefined {
    return prepared(
      this.#db,
      `SELECT person, signing_key AS signingKey, until FROM signers
       WHERE device_id = ? AND since < ? ORDER BY since DESC LIMIT 1`,
    ).get(deviceId, seq) as (SignerRow & { readonly until: number | null }) | undefined;
  }

  #device(deviceId: string, seq: number): SigningDevice | undefined {
    const { person, signingKey, until } = this.#signer(deviceId, seq) ?? NOBODY;
    if (person === null || signingKey === null || (until !== null && until < seq)) return undefined;
    return { deviceId, person, signingKey };
  }

  #requestHash(requestId: string, seq: number): string | undefined {
    const known = this.#hashes.get(requestId);
    if (known !== undefined) return known;
    const [first] = this.#stream(requestId, seq, 1);
    const entry = first && storedLine(first).record?.entry;
    if (entry?.type !== 'requestSubmitted') return undefined;
    this.#hashes.set(requestId, entry.facts.requestHash);
    return entry.facts.requestHash;
  }

  #request(requestId: string, seq: number): RequestState | undefined {
    let state: RequestState | undefined;
    for (const leaf of this.#stream(requestId, seq, ALL)) {
      const { step, requestId: ofIt } = storedLine(leaf);
      if (ofIt !== requestId) continue;
      state = step?.entry ? evolveKnown(state, step) : undefined;
      if (!state) return undefined;
    }
    return state;
  }

  #stream(requestId: string, seq: number, most: number): readonly StoredLeaf[] {
    return prepared(
      this.#db,
      'SELECT text, said FROM entries WHERE request_id = ? AND seq < ? AND text IS NOT NULL ORDER BY seq LIMIT ?',
    ).all(requestId, seq, most) as StoredLeaf[];
  }
}

const NOBODY = { person: null, signingKey: null, until: null };
/** As many as there are. */
const ALL = -1;

interface Leaf {
  readonly leafHash: string;
  readonly text: string | null;
}

/** As in `appendItems`: another's word for a hash is taken only where the text may not be read. */
const hashOf = ({ leafHash: claimed, text }: Leaf): Uint8Array =>
  text === null
    ? new Uint8Array(Buffer.from(claimed, 'hex'))
    : leafHash(sha256, new TextEncoder().encode(text));

const leafIn = (db: Database.Database) => (index: number) => {
  const sql = 'SELECT leaf_hash AS leafHash, text FROM entries WHERE seq = ?';
  const row = prepared(db, sql).get(index) as Leaf | undefined;
  return row && hashOf(row);
};

/** What stands there already is the same. */
const ONCE = { tail: 'ON CONFLICT DO NOTHING' };

function nodesIn(db: Database.Database): KeptNodes & { flush(): void } {
  const fresh = new Map<string, readonly [number, number, Buffer]>();
  return {
    get(level, index) {
      const found = fresh.get(`${level}/${index}`)?.[2] ?? stored(db, level, index);
      return found && new Uint8Array(found);
    },
    set: (level, index, hash) => fresh.set(`${level}/${index}`, [level, index, Buffer.from(hash)]),
    flush() {
      const rows = [...fresh.values()].map((row) => [...row]);
      new MultiInsert(db, { into: 'nodes', columns: ['level', 'idx', 'hash'], ...ONCE }).run(rows);
      fresh.clear();
    },
  };
}

const stored = (db: Database.Database, level: number, index: number): Buffer | undefined =>
  (
    prepared(db, 'SELECT hash FROM nodes WHERE level = ? AND idx = ?').get(level, index) as
      { hash: Buffer } | undefined
  )?.hash;
