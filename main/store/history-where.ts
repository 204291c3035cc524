import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import { searchWords } from './search-words.ts';

/** The requests that a query means, as SQL after SELECT: newest first by their number, which grows with submission. */
export function historyWhere(query: HistoryQuery): {
  readonly from: string;
  readonly order: string;
  /** The column that numbers them. */
  readonly id: string;
  readonly values: readonly (string | number)[];
} {
  const sets = setsOf(query);
  const [first, ...others] = sets;
  const id = first?.id ?? 'r.id';
  const conditions: [string, string | number][] = [];
  if (first) conditions.push([first.is, first.value]);
  for (const other of others) {
    conditions.push([
      `EXISTS (SELECT 1 FROM ${other.table} WHERE ${other.is} AND ${other.id} = ${id})`,
      other.value,
    ]);
  }
  const ofSets = conditions.length;
  if (query.status !== null) conditions.push(['r.status = ?', query.status]);
  if (query.from !== null) conditions.push(['r.submitted_at >= ?', query.from]);
  if (query.to !== null) conditions.push(['r.submitted_at < ?', query.to]);
  // The index alone is enough while nothing else is asked for.
  const isIndexOnly = conditions.length === ofSets;
  const joined = isIndexOnly ? first?.table : `${first?.table} CROSS JOIN requests r ON r.id = ${id}`;
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(([sql]) => sql).join(' AND ')}`;
  return {
    from: `FROM ${first ? joined : 'requests r'}${where}`,
    // In the order of the index that is read, which so stops after one page.
    order: `ORDER BY ${id} DESC`,
    id,
    values: conditions.map(([, value]) => value),
  };
}

/** Numbers of requests in the order of an index; the first is read, and the others are looked up for each of its rows. */
interface RequestSet {
  readonly table: string;
  readonly id: string;
  readonly is: string;
  readonly value: string;
}

function setsOf({ text, person, entitlementId }: HistoryQuery): readonly RequestSet[] {
  const words = searchWords(text);
  const sets: RequestSet[] = [];
  // not for people: SQL.
  if (words !== null) sets.push({ table: 'search', id: 'search.rowid', is: 'search MATCH ?', value: words });
  if (person !== null) {
    sets.push({ table: 'involved', id: 'involved.id', is: 'involved.person = ?', value: person });
  }
  if (entitlementId !== null) {
    const is = 'entitlements.entitlement_id = ?';
    sets.push({ table: 'entitlements', id: 'entitlements.id', is, value: entitlementId });
  }
  return sets;
}
