import type Database from 'libsql';
import { leafHashOf } from '../../shared/client/append-items.ts';
import { isRequestRecord, type RecordVersion } from '../../shared/domain/entry.ts';
import { SERVICE } from '../../shared/domain/statements/statement.ts';
import type { RequestFacts } from '../../shared/domain/request/request.ts';
import type { Asked } from '../../shared/domain/statements/check-record.ts';
import type { SigningDevice } from '../../shared/domain/statements/check-statement.ts';
import type { KnownToReader, Placed, Use } from '../../shared/domain/statements/judge-record.ts';
import {
  afterMoment,
  afterNewerMoment,
  type MomentSoFar,
} from '../../shared/domain/statements/moment-so-far.ts';
import type { PlainEntry } from '../../shared/domain/statements/plain-evidence.ts';
import { requestIdOf } from '../../shared/formats/wire/log-line.ts';
import type { RecordHead } from '../../shared/formats/wire/read-record.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { instant } from '../../shared/lib/time.ts';
import type { GetNode } from '../../shared/log/tree.ts';
import { PrefixRoots, type KeptNodes } from '../../shared/log/prefix-roots.ts';
import { MultiInsert } from '../../shared/system/multi-insert.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { Authority, inviteBefore, isNewerInvite } from './authority-before.ts';
import { momentBefore } from './moment-before.ts';
import { prepared } from './prepared.ts';
import { readMeta } from './prepare-history.ts';
import { storedLine } from './read-entries.ts';
import { RequestsSoFar, streamBefore } from './requests-so-far.ts';
import { Signers } from './signers.ts';

/**
 * What the entries of the replica say of who may have signed, as it was before any of them. It is kept in tables, since it grows
 * with the log. For one portion of entries: what it reads is not there any more when they are replaced.
 */
export class SignedSoFar {
  readonly #db: Database.Database;
  readonly #log: string;
  readonly #signers: Signers;
  readonly #authority: Authority;
  readonly #roots: PrefixRoots;
  readonly #asked = new Map<string, Asked>();
  /** Those that the entries of this portion speak of, as they were before the next. */
  readonly #requests: RequestsSoFar;
  readonly #uses = new Map<string, Use>();
  readonly #nodes: KeptNodes & { flush(): void };
  readonly #leaves = new Map<number, Uint8Array>();
  /** The first entry of the form in which people sign, and of that in which they found and join so. */
  #signedFrom: number;
  #foundedFrom: number;

  /** Of the entries that were taken in last; null: none was yet, or they are not those before the next. */
  #moment: MomentSoFar | null = null;
  readonly #isInOrder: boolean;

  /** `isInOrder`: of all entries that follow each other; else of some, for whom nothing is known of the one right before. */
  constructor(db: Database.Database, log: string, { isInOrder = true } = {}) {
    this.#db = db;
    this.#isInOrder = isInOrder;
    this.#signers = new Signers(db);
    this.#authority = new Authority(db);
    this.#log = log;
    this.#signedFrom = Number(readMeta(db, 'signed') ?? Infinity);
    this.#foundedFrom = Number(readMeta(db, 'founded') ?? Infinity);
    const leaf = leafIn(db);
    this.#nodes = nodesIn(db);
    this.#requests = new RequestsSoFar(db);
    this.#roots = new PrefixRoots(sha256, (index) => this.#leaves.get(index) ?? leaf(index), this.#nodes);
  }

  get getNode(): GetNode {
    return this.#roots.getNode;
  }

  /** The latest form of the records before this one. */
  levelBefore(seq: number): RecordVersion {
    if (this.#foundedFrom < seq) return 4;
    return this.#signedFrom < seq ? 3 : 2;
  }

  /** So that it is not read again: most have seen what is close to what they do. */
  takeInLeaf({ seq, ...leaf }: Leaf & { readonly seq: number }): void {
    this.#leaves.set(seq, leafHashOf({ sha256 }, leaf));
  }

  before(seq: number): KnownToReader {
    return {
      log: this.#log,
      level: this.levelBefore(seq),
      founding: () => this.#authority.before(seq).founding,
      documents: () => this.#authority.before(seq).documents,
      recoveryKey: () => this.#authority.before(seq).recoveryKey,
      logKeys: () => this.#authority.before(seq).logKeys,
      invite: (inviteId) => inviteBefore(this.#db, inviteId, seq),
      isNewerInvite: (inviteId) => isNewerInvite(this.#db, inviteId, seq),
      device: (deviceId) => this.#device(deviceId, seq),
      wasDevice: (deviceId) => (this.#signers.before(deviceId, seq)?.person ?? null) !== null,
      isNewerDevice: (deviceId) => this.#signers.isNewer(deviceId, seq),
      asked: (requestId) => this.#askedIn(requestId, seq),
      grant: (requestId, grantId) => this.#requests.grantBefore(requestId, grantId, seq),
      rootAt: (size) => hexOf(this.#roots.rootAt(size)),
      use: (id) => this.#use(id),
      request: (requestId) => this.#requests.before(requestId, seq),
      moment: () => this.#momentBefore(seq),
      isHidden: (count, after) => this.#requests.isHidden(count, { after, before: seq }),
    };
  }

  /** `id`: the hash of what was signed, in hex; null where nobody did. */
  takeIn({ seq, record }: Placed, id: string | null): void {
    const { entry, at, v } = record;
    if (this.#isInOrder) this.#moment = afterMoment(this.#momentBefore(seq), record);
    if (v >= 3 && seq < this.#signedFrom) this.#signedFrom = this.#note('signed', seq);
    if (v >= 4 && seq < this.#foundedFrom) this.#foundedFrom = this.#note('founded', seq);
    if (id !== null && !this.#use(id)) this.#uses.set(id, { seq, at });
    if (isRequestRecord(record)) {
      const requestId = requestIdOf(record.stream);
      if (requestId !== null && entry.type === 'requestSubmitted')
        this.#asked.set(requestId, askedIn(entry.facts));
      if (requestId !== null) this.#requests.takeIn(requestId, { ...record, seq });
    }
    if (entry.type === 'deviceRegistered') this.#signers.add(entry.deviceId, seq, entry);
    if (entry.type === 'organisationCreated' && entry.runner)
      this.#signers.add(entry.runner.device, seq, { ...entry.runner, person: SERVICE });
    if (entry.type === 'runnerSignedIn')
      this.#signers.add(entry.device, seq, { signingKey: entry.signingKey, person: SERVICE });
    this.#authority.takeIn({ seq, record }, id);
    if (entry.type === 'deviceRemoved') this.#signers.remove(entry.deviceId, seq);
  }

  /** An entry of which no more need be read: see `plainEvidence`. */
  takeInPlain({ requestId, record }: PlainEntry): void {
    this.#requests.takeIn(requestId, record);
  }

  /** An entry that only a newer Latchkey knows, or that was signed by who joined by such a one. */
  takeInNewer(seq: number, { stream, version, at }: Omit<RecordHead, 'seq' | 'actor'>): void {
    if (this.#isInOrder) this.#moment = afterNewerMoment(this.#momentBefore(seq), at);
    if (stream !== null) this.#authority.takeInNewer(seq, stream);
    const [kind, id] = stream?.split('/') ?? [];
    if (kind === 'device' && id !== undefined && !this.#signers.before(id, seq))
      this.#signers.add(id, seq, { person: null, signingKey: null });
    const requestId = requestIdOf(stream);
    if (requestId !== null)
      this.#requests.takeIn(requestId, { seq, version, at: at ?? instant(0), actor: '', entry: null });
  }

  /** Writes what was taken in: many rows at once take a fraction of the time. */
  flush(): void {
    const uses = [...this.#uses].map(([id, { seq, at }]) => [Buffer.from(id, 'hex'), seq, at]);
    new MultiInsert(this.#db, { into: 'statements', columns: ['id', 'seq', 'at'], ...ONCE }).run(uses);
    this.#uses.clear();
    this.#nodes.flush();
  }

  #note(key: 'signed' | 'founded', seq: number): number {
    prepared(this.#db, 'INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, String(seq));
    return seq;
  }

  /** Where it was used first. What is found in the table stays known: it is asked for again when the entry is taken in. */
  #use(id: string): Use | undefined {
    const known = this.#uses.get(id);
    if (known) return known;
    // In a list: bytes alone would be taken for names of parameters.
    const stored = prepared(this.#db, 'SELECT seq, at FROM statements WHERE id = ?').get([
      Buffer.from(id, 'hex'),
    ]) as Use | undefined;
    if (stored) this.#uses.set(id, stored);
    return stored;
  }

  #momentBefore(seq: number): MomentSoFar {
    if (!this.#isInOrder) return { ...momentBefore(this.#db, this.#signers, seq), used: null };
    return (this.#moment ??= momentBefore(this.#db, this.#signers, seq));
  }

  #device(deviceId: string, seq: number): SigningDevice | undefined {
    const found = this.#signers.before(deviceId, seq);
    if (!found || found.person === null || found.signingKey === null) return undefined;
    const { person, signingKey, until } = found;
    return until !== null && until < seq ? undefined : { deviceId, person, signingKey };
  }

  #askedIn(requestId: string, seq: number): Asked | undefined {
    const known = this.#asked.get(requestId);
    if (known) return known;
    const [first] = streamBefore(this.#db, requestId, { seq, most: 1 });
    const entry = first && storedLine(first).record?.entry;
    if (entry?.type !== 'requestSubmitted') return undefined;
    const asked = askedIn(entry.facts);
    this.#asked.set(requestId, asked);
    return asked;
  }
}

const askedIn = ({ requestHash, requester }: RequestFacts): Asked => ({ requestHash, requester });

interface Leaf {
  readonly leafHash: string;
  readonly text: string | null;
}

const leafIn = (db: Database.Database) => (index: number) => {
  const sql = 'SELECT leaf_hash AS leafHash, text FROM entries WHERE seq = ?';
  const row = prepared(db, sql).get(index) as Leaf | undefined;
  return row && leafHashOf({ sha256 }, row);
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
