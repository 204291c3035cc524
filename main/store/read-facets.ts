import type Database from 'libsql';
import type { HistoryFacets } from './history-database.ts';

/** A list to choose from is no use beyond this. */
const MOST = 5_000;

/** What the history can be filtered by. */
export function readFacets(db: Database.Database): HistoryFacets {
  const read = (kind: string): { key: string; title: string }[] =>
    db
      .prepare('SELECT key, title FROM facets WHERE kind = ? ORDER BY title, key LIMIT ?')
      .all(kind, MOST) as {
      key: string;
      title: string;
    }[];
  return {
    people: read('person').map(({ key }) => key),
    entitlements: read('entitlement').map(({ key, title }) => ({ id: key, title })),
  };
}
