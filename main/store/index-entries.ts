import type Database from 'libsql';
import type { LogRecord } from '../../shared/domain/entry.ts';
import type { Statement } from '../../shared/domain/statements/statement.ts';
import { evolveKnown } from '../../shared/domain/request/evolve-known.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { Erasure } from './forget-erased.ts';
import { prepared } from './prepared.ts';
import { storedLine, type StoredLeaf } from './read-entries.ts';
import { Signers } from './signers.ts';
import { storeRequest, type Offered, type Written } from './store-request.ts';

/**
 * Brings the read model up to date with the entries `from` (inclusive) to `to`. Call inside a transaction. What only a newer
 * Latchkey knows is kept by its number, and holds up nothing.
 *
 * @returns what these entries say was erased
 */
export function indexEntries(db: Database.Database, from: number, to: number): readonly Erasure[] {
  const rows = prepared(
    db,
    'SELECT seq, text, said, request_id AS filedAs FROM entries WHERE seq >= ? AND seq < ? AND text IS NOT NULL ORDER BY seq',
  ).all(from, to) as (StoredLeaf & { readonly seq: number; readonly filedAs: string | null })[];
  const changed = new Map<string, RequestState>();
  const erased: Erasure[] = [];
  const known = knownBefore(db, from, to);
  const signers = new Signers(db);
  for (const { seq, filedAs, ...leaf } of rows) {
    const { record, requestId, step } = storedLine(leaf);
    const isActedUpon = record !== null && !signers.areNewer(record, seq);
    if (!record) prepared(db, 'INSERT OR IGNORE INTO newer VALUES (?)').run(seq);
    else if (record.entry.type === 'textsErased' && isActedUpon)
      erased.push({ seqs: record.entry.seqs, signed: signedSeqs(record) });
    // What was filed by a part of a text that only looks like its stream is of neither request.
    if (requestId === null || step === null || requestId !== filedAs) continue;
    const before = changed.get(requestId) ?? known.get(requestId)?.state;
    const after = evolveKnown(before, isActedUpon ? step : { ...step, entry: null });
    if (after) changed.set(requestId, after);
    // Also where what came between was for others: the rest of it is asked for.
    else if (step.version > (before?.version ?? 0) + 1)
      prepared(db, 'INSERT OR IGNORE INTO torn VALUES (?)').run(requestId);
  }
  const offered: Offered = new Map();
  for (const [requestId, state] of changed)
    storeRequest(db, state, { written: known.get(requestId) ?? null, offered });
  return erased;
}

/** Null: it is an entry of before people signed. */
function signedSeqs({ v, signed }: LogRecord): readonly number[] | null {
  if (v === 2) return null;
  const statement = signed?.statement as Statement<'eraseTexts'> | undefined;
  return statement?.type === 'eraseTexts' ? statement.body.seqs : [];
}

interface Known extends Written {
  readonly state: RequestState;
}

/** What was written before of the requests that the entries `from` to `to` speak of: most are new, and asked for at once. */
function knownBefore(db: Database.Database, from: number, to: number): ReadonlyMap<string, Known> {
  const rows = prepared(
    db,
    `
    SELECT id, request_id AS requestId, state FROM requests JOIN contents USING (id)
    WHERE request_id IN (SELECT request_id FROM entries WHERE seq >= ? AND seq < ?)`,
  ).all(from, to) as { id: number; requestId: string; state: string }[];
  return new Map(
    rows.map(({ id, requestId, state }) => [requestId, { id, state: JSON.parse(state) as RequestState }]),
  );
}

/** One request from its entries below `believed`; undefined when there is none that this member may read. */
export function foldRequest(
  db: Database.Database,
  requestId: string,
  believed: number,
): RequestState | undefined {
  const rows = prepared(
    db,
    'SELECT seq, text, said FROM entries WHERE request_id = ? AND seq < ? ORDER BY seq',
  ).all(requestId, believed) as (StoredLeaf & { readonly seq: number })[];
  const signers = new Signers(db);
  return rows.reduce<RequestState | undefined>((before, { seq, ...leaf }) => {
    const { step, record, requestId: ofIt } = storedLine(leaf);
    const isActedUpon = record !== null && !signers.areNewer(record, seq);
    return (
      (step && ofIt === requestId && evolveKnown(before, isActedUpon ? step : { ...step, entry: null })) ||
      before
    );
  }, undefined);
}
