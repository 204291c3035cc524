import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import { searchWords } from './search-words.ts';

/**
 * The rows that a query means, as SQL after SELECT: newest first by the row's number, which grows with submission.
 * `withRows`: their columns are there too, as `r`.
 */
export function historyWhere(
  query: HistoryQuery,
  withRows = false,
): {
  readonly from: string;
  readonly order: string;
  /** The column that numbers the rows. */
  readonly id: string;
  readonly values: readonly (string | number)[];
} {
  const words = searchWords(query.text);
  const conditions: [string, string | number][] = [];
  if (words !== null) conditions.push(['search MATCH ?', words]);
  if (query.requester !== null) conditions.push(['r.requester = ?', query.requester]);
  if (query.status !== null) conditions.push(['r.status = ?', query.status]);
  if (query.from !== null) conditions.push(['r.submitted_at >= ?', query.from]);
  if (query.to !== null) conditions.push(['r.submitted_at < ?', query.to]);
  if (query.entitlementId !== null) {
    const has = 'EXISTS (SELECT 1 FROM entitlements e WHERE e.entitlement_id = ? AND e.id = r.id)';
    conditions.push([has, query.entitlementId]);
  }
  // The index alone is enough while nothing but words is asked for.
  const isWordsOnly = words !== null && conditions.length === 1;
  const joined = isWordsOnly && !withRows ? 'search' : 'search CROSS JOIN requests r ON r.id = search.rowid';
  const tables = words === null ? 'requests r' : joined;
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
  return {
    from: `FROM ${tables}${where}`,
    // In the order of the full-text index, which so stops after one page.
    order: words === null ? 'ORDER BY r.id DESC' : 'ORDER BY search.rowid DESC',
    id: words === null ? 'r.id' : 'search.rowid',
    values: conditions.map(([, value]) => value),
  };
}
