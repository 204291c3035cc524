import type Database from 'libsql';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { storeWords } from './store-request.ts';

/** Indexes at most `most` requests again whose reviewers have another name now; answers with how many are left. */
export function indexRenamed(db: Database.Database, most: number): number {
  const rows = db
    .prepare(
      `SELECT renamed.id AS id, state FROM renamed LEFT JOIN contents ON contents.id = renamed.id
       ORDER BY renamed.id LIMIT ?`,
    )
    .all(most) as { id: number; state: string | null }[];
  const done = db.prepare('DELETE FROM renamed WHERE id = ?');
  for (const { id, state } of rows) {
    if (state !== null) storeWords(db, id, JSON.parse(state) as RequestState);
    done.run(id);
  }
  return (db.prepare('SELECT count(*) AS n FROM renamed').get() as { n: number }).n;
}
