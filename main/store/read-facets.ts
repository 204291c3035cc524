import type Database from 'libsql';
import type { HistoryFacets } from './history-database.ts';

/** A list to choose from is no use beyond this. */
const MOST = 5_000;

/** What the history can be filtered by. `most`: so many of each, and whether there are more. */
export function readFacets(db: Database.Database, most = MOST): HistoryFacets {
  const people = db
    .prepare(
      `SELECT f.key AS id, coalesce(n.name, nullif(f.title, ''), f.key) AS name
       FROM facets f LEFT JOIN names n ON n.person = f.key
       WHERE f.kind = 'person' ORDER BY name, id LIMIT ?`,
    )
    .all(most + 1) as HistoryFacets['people'];
  const entitlements = db
    .prepare("SELECT key AS id, title FROM facets WHERE kind = 'entitlement' ORDER BY title, key LIMIT ?")
    .all(most + 1) as HistoryFacets['entitlements'];
  const { newer } = db.prepare('SELECT count(*) AS newer FROM newer').get() as { newer: number };
  return {
    people: people.slice(0, most),
    entitlements: entitlements.slice(0, most),
    ...(people.length > most || entitlements.length > most ? { isCut: true } : {}),
    ...(newer > 0 ? { newer } : {}),
  };
}
