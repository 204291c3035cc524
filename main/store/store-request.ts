import type Database from 'libsql';
import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { historyRow } from './history-row.ts';
import { nameFromLog, personName } from './person-names.ts';

/** Writes what is read of a request: its row, and how it is found. `before`: as it was written last, where that is known. */
export function storeRequest(db: Database.Database, state: RequestState, before?: RequestState): void {
  const row = historyRow(state);
  const id = storeRow(db, row, state);
  const { facts, reviews } = state;
  const involve = db.prepare(
    'INSERT INTO involved VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET as_reviewer = excluded.as_reviewer',
  );
  const facet = db.prepare(
    'INSERT INTO facets VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET title = excluded.title',
  );
  const place = db.prepare('INSERT OR IGNORE INTO entitlements VALUES (?, ?)');
  const answerer = db.prepare("INSERT OR IGNORE INTO facets VALUES ('person', ?, '')");
  for (const { reviewer } of reviews) {
    involve.run(reviewer, id, 1);
    answerer.run(reviewer);
  }
  involve.run(facts.requester, id, 0);
  nameFromLog(db, facts.requester, facts.requesterName);
  for (const { entitlementId, title } of facts.entitlements) {
    facet.run('entitlement', entitlementId, title);
    place.run(entitlementId, id);
  }
  // Only answers add words to what was asked; most entries do not.
  if (before?.reviews.length !== reviews.length) storeWords(db, id, state);
}

function storeRow(db: Database.Database, row: HistoryRow, state: RequestState): number {
  const upsert = db.prepare(`
    INSERT INTO requests (request_id, submitted_at, status) VALUES (?, ?, ?)
    ON CONFLICT (request_id) DO UPDATE SET submitted_at = excluded.submitted_at, status = excluded.status
    RETURNING id`);
  const { id } = upsert.get(row.requestId, row.submittedAt, row.status) as { id: number };
  db.prepare('INSERT OR REPLACE INTO contents VALUES (?, ?, ?)').run(
    id,
    JSON.stringify(row),
    JSON.stringify(state),
  );
  return id;
}

/** The words that a request is found by. The requester's name is the one of that day: it is what the list shows. */
export function storeWords(db: Database.Database, id: number, { facts, reviews }: RequestState): void {
  db.prepare('DELETE FROM search WHERE rowid = ?').run(id);
  db.prepare('INSERT INTO search (rowid, who, what, why, ticket, approvers) VALUES (?, ?, ?, ?, ?, ?)').run(
    id,
    `${facts.requesterName} ${facts.requester}`,
    facts.entitlements.map((each) => `${each.title} ${each.entitlementId}`).join(' '),
    facts.reason,
    facts.ticket ?? '',
    reviews.map(({ reviewer }) => `${personName(db, reviewer) ?? ''} ${reviewer}`.trim()).join(' '),
  );
}

/** Takes out a request that no entry speaks of. */
export function dropRequest(db: Database.Database, id: number): void {
  db.prepare('DELETE FROM requests WHERE id = ?').run(id);
  db.prepare('DELETE FROM contents WHERE id = ?').run(id);
  db.prepare('DELETE FROM involved WHERE id = ?').run(id);
  db.prepare('DELETE FROM entitlements WHERE id = ?').run(id);
  db.prepare('DELETE FROM search WHERE rowid = ?').run(id);
}
