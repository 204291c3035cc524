import { Kysely, type SqliteDatabase } from 'kysely';
import { sha256 } from '../../system/node-crypto.ts';
import { KyselyLogWriter } from '../writer/kysely-log-writer.ts';
import type { LogWriter } from '../writer/log-writer.ts';
import { LibsqlDialect } from './libsql-dialect.ts';
import { openDatabase } from './open-database.ts';
import type { Schema } from './schema.ts';

export interface OpenedLibsql {
  readonly db: Kysely<Schema>;
  /** The one that writes: there must be no other on the same file. */
  readonly writer: LogWriter;
  /** Copies what is in the write-ahead log over, so that the file alone is the whole of it. What cannot be stays beside it. */
  tidy(): void;
  close(): Promise<void>;
}

/** The process is the only one: nobody has to wait for other writers. The library is synchronous: one batch at a time. */
const ALONE = { atOnce: 1, lock: () => Promise.resolve(), announce: () => Promise.resolve() };

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
