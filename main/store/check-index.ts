import type Database from 'libsql';
import type { RequestState } from '../../shared/domain/request.ts';
import { historyRow } from './history-row.ts';
import { foldRequest } from './index-entries.ts';
import { dropRequest, storeRequest } from './store-request.ts';

interface IndexedRow {
  readonly id: number;
  readonly requestId: string;
  readonly submittedAt: number;
  readonly status: string;
  readonly row: string | null;
  readonly state: string | null;
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
      `SELECT id, request_id AS requestId, submitted_at AS submittedAt, status, row, state
       FROM requests LEFT JOIN contents USING (id) WHERE id > ? ORDER BY id LIMIT ?`,
    )
    .all(after, most) as IndexedRow[];
  const wrong = rows.filter((each) => {
    const state = foldRequest(db, each.requestId, believed);
    if (state && isRight(each, state) && isFound(db, each.id, state)) return false;
    if (state) storeRequest(db, state, { written: { id: each.id, state: null } });
    else dropRequest(db, each.id);
    return true;
  });
  return { last: rows.at(-1)?.id ?? null, wrong: wrong.length };
}

function isRight(each: IndexedRow, state: RequestState): boolean {
  const row = historyRow(state);
  return (
    each.row === JSON.stringify(row) &&
    each.state === JSON.stringify(state) &&
    each.submittedAt === row.submittedAt &&
    each.status === row.status
  );
}

/** Whether the filters find it: hiding a request from whoever looks for a person is altering it, too. */
function isFound(db: Database.Database, id: number, { facts, reviews }: RequestState): boolean {
  const involves = db.prepare('SELECT 1 FROM involved WHERE person = ? AND id = ? AND as_reviewer = ?');
  const places = db.prepare('SELECT 1 FROM entitlements WHERE entitlement_id = ? AND id = ?');
  return (
    involves.get(facts.requester, id, 0) !== undefined &&
    reviews.every(({ reviewer }) => involves.get(reviewer, id, 1) !== undefined) &&
    facts.entitlements.every(({ entitlementId }) => places.get(entitlementId, id) !== undefined)
  );
}
