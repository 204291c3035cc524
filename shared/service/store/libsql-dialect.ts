import { SqliteAdapter, SqliteDialect, type SqliteDatabase } from 'kysely';

/** So many statements are kept ready to run: those of a service that is busy with one thing, and some more. */
const MOST_KEPT = 100;

/** Tables are made and changed in transactions, too: a migration that is cut short leaves nothing of it behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export class LibsqlDialect extends SqliteDialect {
  constructor(database: SqliteDatabase) {
    super({ database: { prepare: keepingPrepared(database), close: () => database.close() } });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** `prepare` that has the statements at hand that were used last: preparing one takes longer than most take to run. */
function keepingPrepared(database: SqliteDatabase): SqliteDatabase['prepare'] {
  const kept = new Map<string, ReturnType<SqliteDatabase['prepare']>>();
  return (sql) => {
    const statement = kept.get(sql) ?? database.prepare(sql);
    // The one that was used last stands last.
    kept.delete(sql);
    kept.set(sql, statement);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return statement;
  };
}
