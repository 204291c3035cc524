import type Database from 'libsql';
import type { HistoryFacets } from './history-database.ts';

/** A list to choose from is no use beyond this. */
const MOST = 5_000;

/** What the history can be filtered by. */
export function readFacets(db: Database.Database): HistoryFacets {
  const people = db.prepare(`
    SELECT f.key AS id, coalesce(n.name, nullif(f.title, ''), f.key) AS name
    FROM facets f LEFT JOIN names n ON n.person = f.key
    WHERE f.kind = 'person' ORDER BY name, id LIMIT ?`);
  const entitlements = db.prepare(
    "SELECT key AS id, title FROM facets WHERE kind = 'entitlement' ORDER BY title, key LIMIT ?",
  );
  return {
    people: people.all(MOST) as HistoryFacets['people'],
    entitlements: entitlements.all(MOST) as HistoryFacets['entitlements'],
  };
}
