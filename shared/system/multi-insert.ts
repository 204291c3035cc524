import type Database from 'libsql';

/** Rows in one statement, largest first: a batch is cut into these, so that few statements have to be prepared. */
const CHUNKS = [64, 16, 4, 1];

/** What a column takes. */
export type Value = string | number | null | Uint8Array;

/** `INSERT` of many rows in few statements: about half the time of one statement a row. */
export class MultiInsert {
  readonly #statements: readonly { rows: number; statement: Database.Statement }[];

  /** `tail` is what follows the values, such as an `ON CONFLICT` clause. */
  constructor(db: Database.Database, sql: { into: string; columns: readonly string[]; tail?: string }) {
    const columns = sql.columns.map((name) => `"${name}"`).join(', ');
    const row = `(${sql.columns.map(() => '?').join(', ')})`;
    this.#statements = CHUNKS.map((rows) => ({
      rows,
      statement: db.prepare(
        `INSERT INTO "${sql.into}" (${columns}) VALUES ${Array(rows).fill(row).join(', ')} ${sql.tail ?? ''}`,
      ),
    }));
  }

  run(rows: readonly (readonly Value[])[]): void {
    let at = 0;
    for (const { rows: count, statement } of this.#statements) {
      for (; rows.length - at >= count; at += count) {
        const values: Value[] = [];
        for (const row of rows.slice(at, at + count)) values.push(...row);
        statement.run(values);
      }
    }
  }
}
