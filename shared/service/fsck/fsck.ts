import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { err, ok, type Result } from '../../lib/result.ts';
import { inLibsqlTransaction } from '../store/libsql-session.ts';
import { tryLockFolder } from '../store/lock-folder.ts';
import { migrationsOf, migrationsProblem, problemOf, whyDatabaseDamaged } from '../store/migrate.ts';
import { openDatabase } from '../store/open-database.ts';
import type { DatabaseOptions } from '../store/postgres-connection.ts';
import { takeAlone } from '../store/postgres-presence.ts';
import { inPostgresTransaction, tablesOf, withPostgres } from '../store/postgres-session.ts';
import { quoted } from '../store/sql-session.ts';
import { checkDatabase, type Checked, type CheckOptions } from './check-database.ts';
import { told, type Told } from '../../words/told.ts';

/** Checks the database in the data folder of a service that is stopped. An error is why it was not. Throws when it cannot be read or written. */
export async function fsckFolder(dataDir: string, options: CheckOptions): Promise<Result<Checked, Told>> {
  const file = join(dataDir, 'service.db');
  if (!existsSync(file)) return err(told('noDatabaseFile'));
  const lock = tryLockFolder(dataDir);
  if (!lock) return err(told('folderBusy'));
  try {
    const unfit = migrationsProblem(file);
    if (unfit !== null) return err(unfit);
    const db = openDatabase(file);
    try {
      return ok(await inLibsqlTransaction(db, (session) => checkDatabase(session, options)));
    } finally {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    }
  } catch (fault) {
    const damaged = whyDatabaseDamaged(fault, file);
    if (damaged === null) throw fault;
    return err(damaged);
  } finally {
    lock.release();
  }
}

/**
 * The same for a PostgreSQL. It is had alone meanwhile: each service holds a lock that all of them may have (postgres-presence),
 * so that this is refused where one runs, none starts, and none writes.
 */
export const fsckPostgres = (
  database: DatabaseOptions,
  options: CheckOptions,
): Promise<Result<Checked, Told>> =>
  withPostgres(database, async (client) => {
    if (!(await takeAlone(client))) return err(told('databaseBusy'));
    const unfit = await problemIn(client);
    if (unfit !== null) return err(unfit);
    const tables = await tablesOf(client);
    return ok(
      await inPostgresTransaction(client, 'BEGIN', async (session) => {
        await session.run(`LOCK TABLE ${quoted(tables)} IN SHARE ROW EXCLUSIVE MODE`);
        return checkDatabase(session, options);
      }),
    );
  });

async function problemIn(client: pg.Client): Promise<Told | null> {
  const names = await migrationsOf(client);
  if (names === null) return told('organisationNotBegun');
  return problemOf({ names, hasLog: true });
}
