import { isDeepStrictEqual } from 'node:util';
import type { SqlSession } from '../store/sql-session.ts';
import type { Findings } from './findings.ts';
import type { Projection } from './made-anew.ts';
import { told, type Told } from '../../words/told.ts';

type Row = Readonly<Record<string, unknown>>;

/** Finds the rows of a table that are not as the log says: missing, of nothing in the log, or with another value. */
export async function compare(
  session: SqlSession,
  findings: Findings,
  { table, anew, key, columns, live }: Projection,
): Promise<void> {
  const isSame = key.map((name) => `a."${name}" = b."${name}"`).join(' AND ');
  const differs = columns.map((name) => `a."${name}" IS DISTINCT FROM b."${name}"`).join(' OR ');
  const keyOf = (row: Row): string => key.map((name) => String(row[name])).join(' ');
  const [first] = key;
  const wrong = session.rows<Row>(
    `SELECT ${named('a', columns)}, ${named('b', columns)} FROM "${anew}" AS a LEFT JOIN "${live}" AS b ON ${isSame}
      WHERE b."${first}" IS NULL OR ${differs}`,
  );
  for await (const row of wrong) {
    const [wanted, found] = [part('a', columns, row), part('b', columns, row)];
    const problem = found[first ?? ''] === null ? told('rowMissing') : difference(found, wanted);
    if (problem !== null) findings.row(table, keyOf(wanted), problem);
  }
  const extra = session.rows<Row>(
    `SELECT ${named('b', key)} FROM "${live}" AS b WHERE NOT EXISTS (SELECT 1 FROM "${anew}" AS a WHERE ${isSame})`,
  );
  for await (const row of extra) findings.row(table, keyOf(part('b', key, row)), told('rowOfNothing'));
}

const named = (source: string, columns: readonly string[]): string =>
  columns.map((name) => `${source}."${name}" AS "${source}.${name}"`).join(', ');

const part = (source: string, columns: readonly string[], row: Row): Row =>
  Object.fromEntries(columns.map((name) => [name, row[`${source}.${name}`]]));

/** Which columns are wrong, as a sentence goes on after the row; null when none. JSON may have its keys in any order. */
export function difference(found: Row, wanted: Row): Told | null {
  const wrong = Object.keys(wanted).filter((name) => !isEqual(found[name], wanted[name]));
  return wrong.length === 0 ? null : told('rowDiffers', { columns: wrong });
}

function isEqual(found: unknown, wanted: unknown): boolean {
  if (found === wanted || isDeepStrictEqual(found, wanted)) return true;
  if (typeof found !== 'string' || typeof wanted !== 'string' || !wanted.startsWith('{')) return false;
  try {
    return isDeepStrictEqual(JSON.parse(found), JSON.parse(wanted));
  } catch {
    return false;
  }
}
