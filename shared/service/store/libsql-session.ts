import type Database from 'libsql';
import { insertOf, type RowAdder, type SqlSession, type SqlValue } from './sql-session.ts';

/** Rows in one statement that adds them: a call costs as much as the rest of what it takes to add four. */
const ADDED = 20;

/** The library is synchronous: whatever is asked is there at once. */
export class LibsqlSession implements SqlSession {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
  }

  async *rows<Row>(select: string): AsyncIterable<Row> {
    for (const row of this.#db.prepare(select).iterate() as IterableIterator<Record<string, unknown>>)
      yield withBytes(row) as Row;
  }

  run(statement: string, values: readonly SqlValue[] = []): Promise<void> {
    this.#db.prepare(statement).run(...values);
    return Promise.resolve();
  }

  adder(table: string, columns: readonly string[]): RowAdder {
    const [many, one] = [ADDED, 1].map((count) => this.#db.prepare(insertOf(table, columns, count)));
    let waiting: SqlValue[] = [];
    return {
      add(values) {
        waiting.push(...values);
        if (waiting.length === ADDED * columns.length) {
          many?.run(...waiting);
          waiting = [];
        }
        return Promise.resolve();
      },
      end() {
        while (waiting.length > 0) one?.run(...waiting.splice(0, columns.length));
        return Promise.resolve();
      },
    };
  }
}

/** The library gives a blob that it iterates over as a bare ArrayBuffer, which no database takes as a value. */
function withBytes(row: Record<string, unknown>): Record<string, unknown> {
  for (const name in row) {
    const value = row[name];
    if (value instanceof ArrayBuffer) row[name] = new Uint8Array(value);
  }
  return row;
}

/** Runs `work` in a transaction: all of what it writes is there afterwards, or nothing. */
export async function inLibsqlTransaction<T>(
  db: Database.Database,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  db.exec('BEGIN');
  try {
    const done = await work(new LibsqlSession(db));
    db.exec('COMMIT');
    return done;
  } catch (fault) {
    // What broke the statement may have ended the transaction, too.
    if (db.inTransaction) db.exec('ROLLBACK');
    throw fault;
  }
}
