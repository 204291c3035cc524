import type Database from 'libsql';

const kept = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** A statement that is made once for each database: making it takes longer than running it. Only for texts of this code. */
export function prepared(db: Database.Database, sql: string): Database.Statement {
  const statements = kept.get(db) ?? new Map<string, Database.Statement>();
  kept.set(db, statements);
  const statement = statements.get(sql) ?? db.prepare(sql);
  statements.set(sql, statement);
  return statement;
}
