import type Database from 'libsql';
import { SqliteAdapter, SqliteDialect, type SqliteDatabase } from 'kysely';
import { LRUCache } from 'lru-cache';

/** So many statements are kept ready to run: those of a service that is busy with one thing, and some more. */
const MOST_KEPT = 100;

/** Tables are made and changed in transactions, too: a migration that is cut short leaves nothing of it behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export class LibsqlDialect extends SqliteDialect {
  constructor(database: Database.Database) {
    super({ database: { prepare: keepingPrepared(database), close: () => database.close() } });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

type Statement = ReturnType<SqliteDatabase['prepare']>;

/**
 * `prepare` that has the statements at hand that were used last: preparing one takes longer than most take to run.
 *
 * A statement of this library that was refused since another program holds the database stays in progress until it is collected,
 * and while one is, nothing can be committed. So a transaction takes the database before its first statement, by `exec`, which
 * leaves nothing behind, and after one that failed no statement is kept.
 */
function keepingPrepared(database: Database.Database): SqliteDatabase['prepare'] {
  const kept = new LRUCache<string, Statement>({ max: MOST_KEPT });
  const begin = {
    reader: false,
    run: () => (database.exec('BEGIN IMMEDIATE'), { changes: 0, lastInsertRowid: 0 }),
  } as unknown as Statement;
  return (sql) => {
    if (sql === 'begin') return begin;
    if (sql === 'rollback') kept.clear();
    const statement = kept.get(sql) ?? (database.prepare(sql) as unknown as Statement);
    kept.set(sql, statement);
    return statement;
  };
}
