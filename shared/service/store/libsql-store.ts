import { join } from 'node:path';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import { lockFolder } from './lock-folder.ts';
import { migrate, refuseNewer } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { readsOfEffects } from './reads-of-effects.ts';
import { readsOfGrants } from './reads-of-grants.ts';
import { readsOfLog } from './reads-of-log.ts';
import { readsOfPeople } from './reads-of-people.ts';
import { readsOfStreams } from './reads-of-streams.ts';
import { readsOfRequests } from './reads-of-requests.ts';
import { readsOfTimers } from './reads-of-timers.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';
import { writeBatch } from './write-batch.ts';

/**
 * `ServiceStore` on an embedded libSQL file in `folder`, which is locked until `close` (`lock`: taken before). The library is synchronous, so
 * between two awaits nothing else runs.
 */
export async function openLibsqlStore(folder: string, lock = lockFolder(folder)): Promise<ServiceStore> {
  try {
    return await openStore(folder, lock);
  } catch (fault) {
    lock.release();
    throw fault;
  }
}

async function openStore(folder: string, lock: { release(): void }): Promise<ServiceStore> {
  const file = join(folder, 'service.db');
  refuseNewer(file);
  const raw = openDatabase(file);
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: raw as unknown as SqliteDatabase }),
  });
  await migrate(db);
  return {
    ...readsOfLog(db),
    ...readsOfRequests(db),
    ...readsOfGrants(db),
    ...readsOfPeople(db),
    ...readsOfStreams(db),
    ...readsOfTimers(db),
    ...readsOfEffects(db),
    commit: (batch) => db.transaction().execute((transaction) => writeBatch(transaction, batch)),
    close: async () => {
      // So that service.db alone is the whole of it. What cannot be copied over now stays in the file beside it.
      raw.pragma('wal_checkpoint(TRUNCATE)');
      await db.destroy();
      lock.release();
    },
  };
}
