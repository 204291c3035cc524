import type Database from 'libsql';
import { afterGrantEntry, type GrantSoFar } from '../../shared/domain/statements/grant-so-far.ts';
import {
  afterStep,
  type RequestSoFar,
  type StepOfLog,
} from '../../shared/domain/statements/request-so-far.ts';
import { keptSaid } from '../../shared/formats/wire/kept-said.ts';
import { readRecord, recordHead } from '../../shared/formats/wire/read-record.ts';
import { instant } from '../../shared/lib/time.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { prepared } from './prepared.ts';
import { storedLine, type StoredLeaf } from './read-entries.ts';
import { Signers } from './signers.ts';

interface Known {
  request: RequestSoFar | undefined;
  readonly grants: Map<string, GrantSoFar>;
}

/** `actor`: whom the entry names. */
type TakenIn = StepOfLog & { readonly actor: string };

/**
 * What the entries of the replica say of requests before one, for whoever goes over entries in their order: each is read
 * from the replica once, and brought up to date with what is taken in.
 */
export class RequestsSoFar {
  readonly #db: Database.Database;
  readonly #requests = new Map<string, Known>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  before(requestId: string, seq: number): RequestSoFar | undefined {
    return this.#known(requestId, seq).request;
  }

  grantBefore(requestId: string, grantId: string, seq: number): GrantSoFar | undefined {
    return this.#known(requestId, seq).grants.get(grantId);
  }

  takeIn(requestId: string, step: TakenIn): void {
    takeIn(this.#known(requestId, step.seq), step);
  }

  /** Whether so many entries between these two may not be read here, or do not say what they belong to. */
  isHidden(count: number, { after, before }: { readonly after: number; readonly before: number }): boolean {
    const { hidden } = prepared(
      this.#db,
      `SELECT count(*) AS hidden FROM
         (SELECT 1 FROM entries WHERE seq > ? AND seq < ? AND text IS NULL LIMIT ?)`,
    ).get(after, before, count) as { hidden: number };
    return hidden >= count || hidden + this.#nowhere(after, before) >= count;
  }

  /** Entries of a form that is not known here, which are in no stream for all that is known. Seldom asked for. */
  #nowhere(after: number, before: number): number {
    const sql =
      'SELECT text, said FROM entries WHERE seq > ? AND seq < ? AND text IS NOT NULL AND request_id IS NULL';
    const rows = prepared(this.#db, sql).all(after, before) as StoredLeaf[];
    return rows.filter((leaf) => {
      const read = readRecord(sha256, { text: leaf.text, said: keptSaid(leaf.said) ?? [] });
      return read.kind === 'unknown' && recordHead(read.raw).stream === null;
    }).length;
  }

  #known(requestId: string, before: number): Known {
    const known = this.#requests.get(requestId) ?? this.#read(requestId, before);
    this.#requests.set(requestId, known);
    return known;
  }

  #read(requestId: string, before: number): Known {
    const known: Known = { request: undefined, grants: new Map() };
    const signers = new Signers(this.#db);
    for (const { seq, ...leaf } of streamBefore(this.#db, requestId, { seq: before, most: ALL })) {
      const { record, at, actor, requestId: ofIt, step } = storedLine(leaf);
      // What was filed by a part of a text that only looks like its stream is of neither request.
      if (ofIt !== requestId) continue;
      const entry = record && !signers.areNewer(record, seq) ? (step?.entry ?? null) : null;
      const version = step?.version ?? null;
      takeIn(known, { seq, version, at: at ?? instant(0), actor: actor ?? '', entry });
    }
    return known;
  }
}

function takeIn(known: Known, step: TakenIn): void {
  const { actor, entry } = step;
  known.request = afterStep(known.request, step);
  if (!entry || !('grantId' in entry)) return;
  const after = afterGrantEntry(known.grants.get(entry.grantId), { actor, entry });
  if (after) known.grants.set(entry.grantId, after);
}

/** As many as there are. */
const ALL = -1;

/** The entries of a request before one, as far as they may be read. */
export const streamBefore = (
  db: Database.Database,
  requestId: string,
  { seq, most }: { readonly seq: number; readonly most: number },
): readonly (StoredLeaf & { readonly seq: number })[] =>
  prepared(
    db,
    'SELECT seq, text, said FROM entries WHERE request_id = ? AND seq < ? AND text IS NOT NULL ORDER BY seq LIMIT ?',
  ).all(requestId, seq, most) as (StoredLeaf & { readonly seq: number })[];
