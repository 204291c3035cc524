import type Database from 'libsql';
import { isRequestRecord, type LogRecord } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { prepared } from './prepared.ts';
import { parseRecord } from './parse-record.ts';
import { storeRequest, type Offered } from './store-request.ts';

/** Brings the read model up to date with the entries `from` (inclusive) to `to`. Call inside a transaction. */
export function indexEntries(db: Database.Database, from: number, to: number): void {
  const rows = prepared(
    db,
    'SELECT text FROM entries WHERE seq >= ? AND seq < ? AND text IS NOT NULL ORDER BY seq',
  ).all(from, to) as { text: string }[];
  const changed = new Map<
    string,
    { readonly before: RequestState | undefined; readonly after: RequestState }
  >();
  const read = prepared(db, 'SELECT state FROM requests JOIN contents USING (id) WHERE request_id = ?');
  const known = (requestId: string): RequestState | undefined => {
    const row = read.get(requestId) as { state: string } | undefined;
    return row && (JSON.parse(row.state) as RequestState);
  };
  for (const { text } of rows) {
    const record = parseRecord(text);
    if (!record || !isRequestRecord(record)) continue;
    const requestId = record.stream.slice('request/'.length);
    const change = changed.get(requestId);
    const before = change ? change.before : known(requestId);
    const after = next(change ? change.after : before, record);
    if (after) changed.set(requestId, { before, after });
  }
  const offered: Offered = new Map();
  for (const { before, after } of changed.values()) storeRequest(db, after, { before, offered });
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
    return (record && next(before, record)) ?? before;
  }, undefined);
}

/** Undefined when it was taken in before, or an earlier entry may not be read by this member. */
function next(before: RequestState | undefined, record: LogRecord): RequestState | undefined {
  if (!isRequestRecord(record) || record.version !== (before?.version ?? 0) + 1) return undefined;
  return evolve(before, record.entry, record.at);
}
