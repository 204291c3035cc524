export type SqlValue = string | number | Uint8Array | null;

/** Rows for one table, written many at a time. */
export interface RowAdder {
  add(values: readonly SqlValue[]): Promise<void>;
  /** All that was added is there once it resolves. */
  end(): Promise<void>;
}

/**
 * One connection to a database of either kind, in a transaction of its caller's: for what reads all of it, and is no service.
 * Statements are in the words that both kinds have, with `?` for values.
 */
export interface SqlSession {
  /** One after the other, never all of them in memory. */
  rows<Row>(select: string): AsyncIterable<Row>;
  run(statement: string, values?: readonly SqlValue[]): Promise<void>;
  adder(table: string, columns: readonly string[]): RowAdder;
}

export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The statement that adds so many rows. */
export function insertOf(table: string, columns: readonly string[], count: number): string {
  const row = `(${columns.map(() => '?').join(', ')})`;
  return `INSERT INTO "${table}" (${quoted(columns)}) VALUES ${Array.from({ length: count }, () => row).join(', ')}`;
}

/** The first row; undefined where there is none. */
export async function firstRow<Row>(session: SqlSession, select: string): Promise<Row | undefined> {
  for await (const row of session.rows<Row>(select)) return row;
  return undefined;
}
