import Database from 'libsql';
import { Kysely } from 'kysely';
import { keepDatabasePrivate } from '../../system/private-database.ts';
import { LibsqlDialect } from '../store/libsql-dialect.ts';
import { migrate } from '../store/migrate.ts';
import type { Schema } from '../store/schema.ts';

/** A table of the service, as its file has it. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * The database of a backup, which is a file whatever the service keeps its own in: with the tables of this Latchkey, made where
 * there are none, in one file and not in the mode for many readers. Closed afterwards.
 */
export async function withLibsqlCopy<T>(
  file: string,
  work: (db: Database.Database, tables: readonly CopiedTable[]) => Promise<T>,
): Promise<T> {
  keepDatabasePrivate(file);
  const db = new Database(file);
  try {
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL');
    await migrate(new Kysely<Schema>({ dialect: new LibsqlDialect(db) }));
    return await work(db, tablesIn(db));
  } finally {
    db.close();
  }
}

function tablesIn(db: Database.Database): readonly CopiedTable[] {
  const tables = db
    .prepare(
      `SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'kysely%' AND name NOT LIKE 'sqlite%' ORDER BY name`,
    )
    .all() as { name: string }[];
  return tables.map(({ name }) => {
    const columns = db.prepare(`SELECT name FROM pragma_table_info(?)`).all(name) as { name: string }[];
    return { name, columns: columns.map((column) => column.name) };
  });
}
