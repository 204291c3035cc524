import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { FileLock } from '../../system/file-lock.ts';
import { runnerName } from '../system/runner-name.ts';
import type { OpenedStore } from './opened-store.ts';
import { openLibsqlStore } from './libsql-store.ts';
import { lockFolder } from '../store/lock-folder.ts';
import type { DatabaseOptions } from '../store/postgres-connection.ts';
import { openPostgresStore } from './postgres-store.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

export interface StorePlace {
  /** This service's own, whichever database it uses: it is locked until the store is closed. */
  readonly dataDir: string;
  readonly lock?: FileLock;
  /** One that services share. Without it the database is a file in `dataDir`. */
  readonly database?: DatabaseOptions;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Throws a sentence when it cannot be opened. */
export async function openStore(place: StorePlace): Promise<OpenedStore> {
  const { dataDir, lock, database, ...tools } = place;
  if (!database) {
    if (existsSync(join(dataDir, 'log-key')) && !existsSync(join(dataDir, 'service.db')))
      // Before anything is made in the folder: another database in it would be in the way of whatever is done next.
      throw new ToldError(told('keyAlone', { folder: dataDir }));
    return openLibsqlStore(dataDir, lock);
  }
  const held = lock ?? lockFolder(dataDir);
  try {
    if (existsSync(join(dataDir, 'service.db')))
      throw new ToldError(told('otherLogThere', { folder: dataDir }));
    const name = runnerName(dataDir, { isShared: true });
    const { store, writer } = await openPostgresStore(database, { ...tools, name });
    const close = async (): Promise<void> => {
      await store.close();
      held.release();
    };
    return { store: { ...store, close }, writer };
  } catch (fault) {
    held.release();
    throw fault;
  }
}
