import { Kysely, type SqliteDatabase } from 'kysely';
import { sha256 } from '../../system/node-crypto.ts';
import { KyselyLogWriter, type WriterDialect } from '../writer/kysely-log-writer.ts';
import type { LogWriter } from '../writer/log-writer.ts';
import { LibsqlDialect } from './libsql-dialect.ts';
import { openDatabase } from './open-database.ts';
import type { Schema } from './schema.ts';

export interface OpenedLibsql {
  readonly db: Kysely<Schema>;
  /** There must be no other on the same file that is used at the same time. */
  readonly writer: LogWriter;
  /** Copies what is in the write-ahead log over, so that the file alone is the whole of it. What cannot be stays beside it. */
  tidy(): void;
  close(): Promise<void>;
}

/** No other service writes to the file: nobody has to be told. The library is synchronous: one batch at a time. */
const ALONE: WriterDialect = {
  atOnce: 1,
  isShared: false,
  /** What is kept of a parsed version is written beside it: waited for here, before anything is read. */
  async lock(db) {
    await db.updateTable('meta').set({ name: 'markAt' }).where('name', '=', 'markAt').execute();
  },
  announce: () => Promise.resolve(),
};

/** The tables of a libSQL file. The library is synchronous. */
export function openLibsql(file: string): OpenedLibsql {
  const raw = openDatabase(file);
  const db = new Kysely<Schema>({ dialect: new LibsqlDialect(raw as unknown as SqliteDatabase) });
  return {
    db,
    writer: new KyselyLogWriter(db, { sha256, dialect: ALONE }),
    tidy: () => void raw.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => db.destroy(),
  };
}
