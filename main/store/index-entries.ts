import type Database from 'libsql';
import { isRequestRecord, requestStream, type LogRecord } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { prepared } from './prepared.ts';
import { parseRecord } from './parse-record.ts';
import { storeRequest, type Offered, type Written } from './store-request.ts';

/** Brings the read model up to date with the entries `from` (inclusive) to `to`. Call inside a transaction. */
export function indexEntries(db: Database.Database, from: number, to: number): void {
  const rows = prepared(
    db,
    'SELECT text, request_id AS requestId FROM entries WHERE seq >= ? AND seq < ? AND request_id IS NOT NULL AND text IS NOT NULL ORDER BY seq',
  ).all(from, to) as { text: string; requestId: string }[];
  const changed = new Map<string, RequestState>();
  const known = knownBefore(db, from, to);
  for (const { text, requestId } of rows) {
    const record = parseRecord(text);
    // What was filed by a part of a text that only looks like its stream is of neither request.
    if (record?.stream !== requestStream(requestId)) continue;
    const after = next(changed.get(requestId) ?? known.get(requestId)?.state, record);
    if (after) changed.set(requestId, after);
  }
  const offered: Offered = new Map();
  for (const [requestId, state] of changed)
    storeRequest(db, state, { written: known.get(requestId) ?? null, offered });
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
  const rows = prepared(db, 'SELECT text FROM entries WHERE request_id = ? AND seq < ? ORDER BY seq').all(
    requestId,
    believed,
  ) as { text: string }[];
  return rows.reduce<RequestState | undefined>((before, { text }) => {
    const record = parseRecord(text);
    return (record?.stream === requestStream(requestId) && next(before, record)) || before;
  }, undefined);
}

/** Undefined when it was taken in before, or an earlier entry may not be read by this member. */
function next(before: RequestState | undefined, record: LogRecord): RequestState | undefined {
  if (!isRequestRecord(record) || record.version !== (before?.version ?? 0) + 1) return undefined;
  try {
    return evolve(before, record.entry, record.at);
  } catch {
    // It does not follow from those before: it says nothing of the request, and stops nothing that comes after it.
    return undefined;
  }
}
