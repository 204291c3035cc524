import { join } from 'node:path';
import { Kysely } from 'kysely';
import { sha256 } from '../../system/node-crypto.ts';
import { KyselyLogWriter } from '../writer/kysely-log-writer.ts';
import type { OpenedStore } from './opened-store.ts';
import { LibsqlDialect } from '../store/libsql-dialect.ts';
import { lockFolder } from '../store/lock-folder.ts';
import { migrate, refuseOthers } from '../store/migrate.ts';
import { openDatabase } from '../store/open-database.ts';
import { readsOf } from '../store/reads-of.ts';
import type { Schema } from '../store/schema.ts';

/**
 * `ServiceStore` and `LogWriter` on an embedded libSQL file in `folder`, which is locked until `close` (`lock`: taken before).
 * The library is synchronous, and the process the only one: nobody has to wait for other writers.
 */
export async function openLibsqlStore(folder: string, lock = lockFolder(folder)): Promise<OpenedStore> {
  try {
    return await openStore(folder, lock);
  } catch (fault) {
    lock.release();
    throw fault;
  }
}

async function openStore(folder: string, lock: { release(): void }): Promise<OpenedStore> {
  const file = join(folder, 'service.db');
  refuseOthers(file);
  const raw = openDatabase(file);
  const db = new Kysely<Schema>({ dialect: new LibsqlDialect(raw) });
  await migrate(db);
  const close = async (): Promise<void> => {
    // So that service.db alone is the whole of it. What cannot be copied over now stays in the file beside it.
    raw.pragma('wal_checkpoint(TRUNCATE)');
    await db.destroy();
    lock.release();
  };
  return {
    store: { ...readsOf(db), close },
    writer: new KyselyLogWriter(db, { sha256, dialect: ALONE }),
  };
}

const ALONE = { isShared: false, lock: () => Promise.resolve(), announce: () => Promise.resolve() };
