import type Database from 'libsql';
import { sealedIn } from '../../shared/lib/said.ts';
import { foldRequest } from './index-entries.ts';
import { readMeta } from './prepare-history.ts';
import { prepared } from './prepared.ts';
import { storeRequest } from './store-request.ts';

interface Row {
  readonly text: string;
  readonly said: string | null;
  readonly requestId: string | null;
}

/**
 * Takes away what was said in the entries `seqs`, of those below `indexed`: beside them, in what is read of their requests, and
 * in what these are found by. By what it was bound is kept, so that it is forgotten elsewhere, too. Call inside a transaction;
 * where it says so, `wipeTraces` does the rest.
 */
export function forgetErased(db: Database.Database, seqs: readonly number[], indexed: number): boolean {
  let isAny = false;
  const requests = new Set<string>();
  for (const seq of seqs) {
    const row = prepared(
      db,
      'SELECT text, said, request_id AS requestId FROM entries WHERE seq = ? AND seq < ? AND text IS NOT NULL',
    ).get(seq, indexed) as Row | undefined;
    if (!row) continue;
    for (const sha256 of sealedIn(row.text))
      prepared(db, 'INSERT OR IGNORE INTO erased VALUES (?)').run(sha256);
    // It came without, as to who joined later.
    if (row.said === null) continue;
    prepared(db, 'UPDATE entries SET said = NULL WHERE seq = ?').run(seq);
    prepared(db, "INSERT OR IGNORE INTO meta VALUES ('traces', 'left')").run();
    isAny = true;
    if (row.requestId !== null) requests.add(row.requestId);
  }
  for (const requestId of requests) {
    const state = foldRequest(db, requestId, indexed);
    const written = prepared(db, 'SELECT id FROM requests WHERE request_id = ?').get(requestId) as
      { id: number } | undefined;
    if (state) storeRequest(db, state, { written: written ? { id: written.id, state: null } : null });
  }
  return isAny;
}

/** Whether something is forgotten that may still be read in the bytes of the file. */
export const hasTraces = (db: Database.Database): boolean => readMeta(db, 'traces') !== null;

/**
 * Makes what was forgotten unreadable in the file as well: the words of rows that were replaced stay in the search's segments
 * until these are merged, and all else in pages that are free. Writes the whole file anew, so a search waits for it; seldom is
 * anything erased. It needs room for a copy of the file, and that nobody else reads it: else the traces stay, and are to be
 * wiped later. Call outside of transactions.
 */
export function wipeTraces(db: Database.Database): void {
  if (!hasTraces(db)) return;
  try {
    db.exec("INSERT INTO search (search) VALUES ('optimize')");
    db.exec('VACUUM');
    const [checkpoint] = db.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
    if (checkpoint?.busy === 0) db.exec("DELETE FROM meta WHERE key = 'traces'");
  } catch {
    // They stay, which is told.
  }
}
