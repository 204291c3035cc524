import type Database from 'libsql';
import { historyRow } from './history-row.ts';
import { foldRequest, storeRequest } from './index-entries.ts';

interface IndexedRow {
  readonly id: number;
  readonly requestId: string;
  readonly requester: string;
  readonly status: string;
  readonly row: string;
  readonly state: string;
}

/**
 * Computes at most `most` requests of the read model again, those after `after`, and puts right what differs from the
 * entries below `believed`. `last` is null when there are no more.
 */
export function checkIndex(
  db: Database.Database,
  { after, most, believed }: { readonly after: number; readonly most: number; readonly believed: number },
): { readonly last: number | null; readonly wrong: number } {
  const rows = db
    .prepare(
      'SELECT id, request_id AS requestId, requester, status, row, state FROM requests WHERE id > ? ORDER BY id LIMIT ?',
    )
    .all(after, most) as IndexedRow[];
  const wrong = rows.filter((each) => {
    const state = foldRequest(db, each.requestId, believed);
    if (state && isRight(each, state)) return false;
    if (state) storeRequest(db, state);
    else db.prepare('DELETE FROM requests WHERE id = ?').run(each.id);
    return true;
  });
  return { last: rows.at(-1)?.id ?? null, wrong: wrong.length };
}

function isRight(each: IndexedRow, state: Parameters<typeof historyRow>[0]): boolean {
  const row = historyRow(state);
  return (
    each.row === JSON.stringify(row) &&
    each.state === JSON.stringify(state) &&
    each.requester === row.requester &&
    each.status === row.status
  );
}
