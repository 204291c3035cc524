import type Database from 'libsql';
import { isRequestRecord } from '../../shared/domain/entry.ts';
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

/**
 * What the entries of the replica say of requests before one, for whoever goes over entries in their order: each is read
 * from the replica once, and brought up to date with what is taken in.
 */
export class RequestsSoFar {
  readonly #db: Database.Database;
  readonly #requests = new Map<string, RequestSoFar | undefined>();

  constructor(db: Database.Database) {
    this.#db = db;
  }

  before(requestId: string, seq: number): RequestSoFar | undefined {
    if (!this.#requests.has(requestId)) this.#requests.set(requestId, this.#read(requestId, seq));
    return this.#requests.get(requestId);
  }

  takeIn(requestId: string, step: StepOfLog): void {
    this.#requests.set(requestId, afterStep(this.before(requestId, step.seq), step));
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

  #read(requestId: string, before: number): RequestSoFar | undefined {
    let state: RequestSoFar | undefined;
    const signers = new Signers(this.#db);
    for (const { seq, ...leaf } of streamBefore(this.#db, requestId, { seq: before, most: ALL })) {
      const { record, at, requestId: ofIt, step } = storedLine(leaf);
      // What was filed by a part of a text that only looks like its stream is of neither request.
      if (ofIt !== requestId) continue;
      const entry = record && !signers.areNewer(record, seq) ? (step?.entry ?? null) : null;
      state = afterStep(state, { seq, version: step?.version ?? null, at: at ?? instant(0), entry });
    }
    return state;
  }
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

/** What its entries before one say of a grant. Seldom asked for: of access that is said never to have begun. */
export function grantSoFar(
  db: Database.Database,
  {
    requestId,
    grantId,
    seq: before,
  }: { readonly requestId: string; readonly grantId: string; readonly seq: number },
): GrantSoFar | undefined {
  let grant: GrantSoFar | undefined;
  const signers = new Signers(db);
  for (const { seq, ...leaf } of streamBefore(db, requestId, { seq: before, most: ALL })) {
    const { record, requestId: ofIt } = storedLine(leaf);
    if (!record || ofIt !== requestId || !isRequestRecord(record) || signers.areNewer(record, seq)) continue;
    const { actor, entry } = record;
    if ('grantId' in entry && entry.grantId === grantId) grant = afterGrantEntry(grant, { actor, entry });
  }
  return grant;
}
