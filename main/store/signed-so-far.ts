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

  constructor(db: Database.Database, log: string) {
    this.#db = db;
    this.#log = log;
    this.#roots = new PrefixRoots(sha256, leafIn(db), nodesIn(db));
  }

  get getNode(): GetNode {
    return this.#roots.getNode;
  }

  before(seq: number): KnownToReader {
    const signedFrom = readMeta(this.#db, 'signed');
    return {
      log: this.#log,
      isSigned: signedFrom !== null && Number(signedFrom) < seq,
      device: (deviceId) => this.#device(deviceId, seq),
      isNewerDevice: (deviceId) => this.#signer(deviceId, seq)?.person === null,
      requestHash: (requestId) => this.#requestHash(requestId, seq),
      rootAt: (size) => hexOf(this.#roots.rootAt(size)),
      // In a list: bytes alone would be taken for names of parameters.
      use: (id) =>
        prepared(this.#db, 'SELECT seq, at FROM statements WHERE id = ?').get([Buffer.from(id, 'hex')]) as
          Use | undefined,
      request: (requestId) => this.#request(requestId, seq),
    };
  }

  /** `id`: the hash of what was signed, in hex; null where nobody did. */
  takeIn({ seq, record }: Placed, id: string | null): void {
    const { entry, at, v } = record;
    const db = this.#db;
    if (v === 3)
      prepared(
        db,
        `INSERT INTO meta VALUES ('signed', ?)
         ON CONFLICT DO UPDATE SET value = min(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`,
      ).run(String(seq));
    if (id !== null)
      prepared(db, 'INSERT OR IGNORE INTO statements VALUES (?, ?, ?)').run(Buffer.from(id, 'hex'), seq, at);
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

/** As in `appendItems`: another's word for a hash is taken only where the text may not be read. */
const leafIn = (db: Database.Database) => (index: number) => {
  const row = prepared(db, 'SELECT leaf_hash AS hash, text FROM entries WHERE seq = ?').get(index) as
    { hash: string; text: string | null } | undefined;
  if (!row) return undefined;
  return row.text === null
    ? new Uint8Array(Buffer.from(row.hash, 'hex'))
    : leafHash(sha256, new TextEncoder().encode(row.text));
};

const nodesIn = (db: Database.Database): KeptNodes => ({
  get(level, index) {
    const row = prepared(db, 'SELECT hash FROM nodes WHERE level = ? AND idx = ?').get(level, index) as
      { hash: Buffer } | undefined;
    return row && new Uint8Array(row.hash);
  },
  set(level, index, hash) {
    prepared(db, 'INSERT OR IGNORE INTO nodes VALUES (?, ?, ?)').run(level, index, Buffer.from(hash));
  },
});
