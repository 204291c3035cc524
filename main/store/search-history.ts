import type Database from 'libsql';
import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import type { HistorySearch } from './history-database.ts';
import { historyWhere } from './history-where.ts';

/** Counting goes so far beyond the page: who has hundreds of hits types another word. */
export const COUNTED = 300;

/**
 * One page of the history, newest first. One pass over the index finds the numbers of the page's rows and how many more
 * there are; only the page itself is read.
 */
export function searchHistory(db: Database.Database, query: HistoryQuery): HistorySearch {
  const { from, order, id, values } = historyWhere(query);
  const { offset, limit } = query;
  // As one JSON value each way: crossing between SQL and JavaScript costs more than the search itself.
  const { ids } = db
    .prepare(`SELECT json_group_array(id) AS ids FROM (SELECT ${id} AS id ${from} ${order} LIMIT ?)`)
    .get(...values, offset + limit + COUNTED + 1) as { ids: string };
  const found = JSON.parse(ids) as number[];
  const page = JSON.stringify(found.slice(offset, offset + limit));
  const rows = db
    .prepare('SELECT row FROM contents WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC')
    .all(page) as { row: string }[];
  const total = Math.min(found.length, offset + limit + COUNTED);
  return {
    rows: rows.map(({ row }) => JSON.parse(row) as HistoryRow),
    total,
    isMore: found.length > total,
  };
}
