import type Database from 'libsql';
import { keptSaid, saidColumn } from '../../shared/formats/wire/kept-said.ts';
import { commitmentOf, sealedIn } from '../../shared/lib/said.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
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
 * What an entry says was erased: all that was said in the entries `signed`, as an owner signed it, and the very same where it
 * stands in others of `seqs`. `signed`: null where nobody signed yet, and all of `seqs` is meant.
 */
export interface Erasure {
  readonly seqs: readonly number[];
  readonly signed: readonly number[] | null;
}

/**
 * Takes away what was erased in entries below `indexed`: beside them, in what is read of their requests, and
 * in what these are found by. No service makes anybody forget more than somebody signed. By what it was bound is kept, so that it is forgotten elsewhere, too. Call inside a transaction;
 * where it says so, `wipeTraces` does the rest.
 */
export function forgetErased(db: Database.Database, erasures: readonly Erasure[], indexed: number): boolean {
  let isAny = false;
  const requests = new Set<string>();
  for (const { seqs, signed } of erasures) {
    const meant = signed && new Set(signed.flatMap((seq) => sealedAt(db, seq, indexed)));
    for (const seq of seqs) {
      const row = readableAt(db, seq, indexed);
      if (!row) continue;
      const erased = sealedIn(row.text).filter((each) => meant?.has(each) ?? true);
      for (const each of erased) prepared(db, 'INSERT OR IGNORE INTO erased VALUES (?)').run(each);
      // It came without, as to who joined later.
      if (row.said === null || erased.length === 0) continue;
      const left = (keptSaid(row.said) ?? []).filter((each) => !erased.includes(commitmentOf(sha256, each)));
      prepared(db, 'UPDATE entries SET said = ? WHERE seq = ?').run(saidColumn(left), seq);
      prepared(db, "INSERT OR IGNORE INTO meta VALUES ('traces', 'left')").run();
      isAny = true;
      if (row.requestId !== null) requests.add(row.requestId);
    }
  }
  for (const requestId of requests) {
    const state = foldRequest(db, requestId, indexed);
    const written = prepared(db, 'SELECT id FROM requests WHERE request_id = ?').get(requestId) as
      { id: number } | undefined;
    if (state) storeRequest(db, state, { written: written ? { id: written.id, state: null } : null });
  }
  return isAny;
}

const readableAt = (db: Database.Database, seq: number, indexed: number): Row | undefined =>
  prepared(
    db,
    'SELECT text, said, request_id AS requestId FROM entries WHERE seq = ? AND seq < ? AND text IS NOT NULL',
  ).get(seq, indexed) as Row | undefined;

const sealedAt = (db: Database.Database, seq: number, indexed: number): readonly string[] =>
  sealedIn(readableAt(db, seq, indexed)?.text ?? '');

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
