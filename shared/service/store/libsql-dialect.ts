import { SqliteAdapter, SqliteDialect } from 'kysely';

/** Tables are made and changed in transactions, too: a migration that is cut short leaves nothing of it behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

export class LibsqlDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}
