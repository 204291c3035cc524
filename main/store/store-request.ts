import type Database from 'libsql';
import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { knownText } from '../../shared/domain/request/words-of.ts';
import { historyRow } from './history-row.ts';
import { prepared } from './prepared.ts';
import { nameFromLog, personName } from './person-names.ts';

/** What the filters offer and was written in this portion: the same people and things come again and again. */
export type Offered = Map<string, string>;

/** Where a request was written, and as what, when that is still right. */
export interface Written {
  readonly id: number;
  readonly state: RequestState | null;
}

/** Writes what is read of a request: its row, and how it is found. `written`: null when it is new. */
export function storeRequest(
  db: Database.Database,
  state: RequestState,
  { written, offered = new Map() }: { readonly written: Written | null; readonly offered?: Offered },
): void {
  const before = written?.state;
  const id = storeRow(db, { id: written?.id ?? null, row: historyRow(state), state });
  const hasAnswers = before?.reviews.length !== state.reviews.length;
  if (hasAnswers) storeAnswers(db, id, state, offered);
  // What was asked never changes.
  if (!before) storeFacts(db, id, state, offered);
  // Only answers add words to it; most entries do not.
  if (hasAnswers) storeWords(db, id, state);
}

const INVOLVE =
  'INSERT INTO involved VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET as_reviewer = excluded.as_reviewer';

function storeAnswers(db: Database.Database, id: number, { reviews }: RequestState, offered: Offered): void {
  for (const { reviewer } of reviews) {
    prepared(db, INVOLVE).run(reviewer, id, 1);
    offer(offered, `answers ${reviewer}`, '', () =>
      prepared(db, "INSERT OR IGNORE INTO facets VALUES ('person', ?, '')").run(reviewer),
    );
  }
}

function storeFacts(db: Database.Database, id: number, { facts }: RequestState, offered: Offered): void {
  const { requester, requesterName } = facts;
  prepared(db, INVOLVE).run(requester, id, 0);
  offer(offered, `asks ${requester}`, requesterName, () => nameFromLog(db, requester, requesterName));
  for (const { entitlementId, title } of facts.entitlements) {
    offer(offered, `thing ${entitlementId}`, title, () =>
      prepared(
        db,
        "INSERT INTO facets VALUES ('entitlement', ?, ?) ON CONFLICT DO UPDATE SET title = excluded.title",
      ).run(entitlementId, title),
    );
    prepared(db, 'INSERT OR IGNORE INTO entitlements VALUES (?, ?)').run(entitlementId, id);
  }
}

function offer(offered: Offered, key: string, title: string, write: () => unknown): void {
  if (offered.get(key) === title) return;
  write();
  offered.set(key, title);
}

/** The id of an earlier one is told: asking the database for it takes longer than all that is written here. */
function storeRow(
  db: Database.Database,
  { id: earlier, row, state }: { id: number | null; row: HistoryRow; state: RequestState },
): number {
  const { lastInsertRowid } = prepared(
    db,
    'INSERT OR REPLACE INTO requests (id, request_id, submitted_at, status) VALUES (?, ?, ?, ?)',
  ).run(earlier, row.requestId, row.submittedAt, row.status);
  const id = earlier ?? Number(lastInsertRowid);
  prepared(db, 'INSERT OR REPLACE INTO contents VALUES (?, ?, ?)').run(
    id,
    JSON.stringify(row),
    JSON.stringify(state),
  );
  return id;
}

/** The words that a request is found by. The requester's name is the one of that day: it is what the list shows. */
export function storeWords(db: Database.Database, id: number, { facts, reviews }: RequestState): void {
  prepared(db, 'DELETE FROM search WHERE rowid = ?').run(id);
  prepared(db, 'INSERT INTO search (rowid, who, what, why, ticket, approvers) VALUES (?, ?, ?, ?, ?, ?)').run(
    id,
    `${facts.requesterName} ${facts.requester}`,
    facts.entitlements.map((each) => `${each.title} ${each.entitlementId}`).join(' '),
    knownText(facts.reason),
    facts.ticket ?? '',
    reviews.map(({ reviewer }) => `${personName(db, reviewer) ?? ''} ${reviewer}`.trim()).join(' '),
  );
}

/** Takes out a request that no entry speaks of. */
export function dropRequest(db: Database.Database, id: number): void {
  prepared(db, 'DELETE FROM requests WHERE id = ?').run(id);
  prepared(db, 'DELETE FROM contents WHERE id = ?').run(id);
  prepared(db, 'DELETE FROM involved WHERE id = ?').run(id);
  prepared(db, 'DELETE FROM entitlements WHERE id = ?').run(id);
  prepared(db, 'DELETE FROM search WHERE rowid = ?').run(id);
}
