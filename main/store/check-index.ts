import type Database from 'libsql';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { knownText } from '../../shared/domain/request/words-of.ts';
import { historyRow } from './history-row.ts';
import { foldRequest } from './index-entries.ts';
import { prepared } from './prepared.ts';
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
 * entries below `believed`: what a row says, that it is found by its words, people and things, and, where there are no more
 * rows, that none is hidden and that the filters say what was said last. `last` is null when there are no more.
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
  const last = rows.at(-1)?.id ?? null;
  const rest = last === null ? bringBack(db, believed) + mendFacets(db) : 0;
  return { last, wrong: wrong.length + rest };
}

/** Writes the requests that entries speak of and no row does; answers with how many. */
function bringBack(db: Database.Database, believed: number): number {
  const rows = db
    .prepare(
      `SELECT DISTINCT request_id AS requestId FROM entries
       WHERE request_id IS NOT NULL AND seq < ? AND request_id NOT IN (SELECT request_id FROM requests)`,
    )
    .all(believed) as { requestId: string }[];
  const states = rows.flatMap(({ requestId }) => foldRequest(db, requestId, believed) ?? []);
  for (const state of states) storeRequest(db, state, { written: null });
  return states.length;
}

/** Puts right the titles and names in the filters that are not those of the newest request; answers with how many. */
function mendFacets(db: Database.Database): number {
  const facets = db.prepare("SELECT kind, key, title FROM facets WHERE title <> ''").all() as {
    kind: 'person' | 'entitlement';
    key: string;
    title: string;
  }[];
  const newest = {
    person: db.prepare(
      `SELECT state FROM contents WHERE id = (SELECT max(id) FROM involved WHERE person = ? AND as_reviewer = 0)`,
    ),
    entitlement: db.prepare(
      'SELECT state FROM contents WHERE id = (SELECT max(id) FROM entitlements WHERE entitlement_id = ?)',
    ),
  };
  const mend = db.prepare('UPDATE facets SET title = ? WHERE kind = ? AND key = ?');
  let wrong = 0;
  for (const { kind, key, title } of facets) {
    const row = newest[kind].get(key) as { state: string } | undefined;
    const facts = row ? (JSON.parse(row.state) as RequestState).facts : null;
    const thing = facts?.entitlements.find(({ entitlementId }) => entitlementId === key);
    const right = (kind === 'person' ? facts?.requesterName : thing?.title) ?? '';
    if (right === title) continue;
    mend.run(right, kind, key);
    wrong += 1;
  }
  return wrong;
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
    facts.entitlements.every(({ entitlementId }) => places.get(entitlementId, id) !== undefined) &&
    hasWords(db, id, facts)
  );
}

/** Whether a search for what was asked, and why, finds it. Signs alone are no words. */
function hasWords(db: Database.Database, id: number, { requester, reason }: RequestState['facts']): boolean {
  const words = Object.entries({ who: requester, why: knownText(reason) })
    .filter(([, text]) => /[\p{L}\p{N}]/u.test(text))
    .map(([column, text]) => `${column} : "${text.replaceAll('"', '""')}"`);
  if (words.length === 0) return true;
  const find = prepared(db, 'SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?');
  return find.get(words.join(' AND '), id) !== undefined;
}
