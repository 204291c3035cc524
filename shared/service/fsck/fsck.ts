import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { err, ok, type Result } from '../../lib/result.ts';
import { inLibsqlTransaction } from '../store/libsql-session.ts';
import { tryLockFolder } from '../store/lock-folder.ts';
import { migrationsOf, migrationsProblem, problemOf } from '../store/migrate.ts';
import { openDatabase } from '../store/open-database.ts';
import type { DatabaseOptions } from '../store/postgres-connection.ts';
import { takeAlone } from '../store/postgres-presence.ts';
import { inPostgresTransaction, tablesOf, withPostgres } from '../store/postgres-session.ts';
import { quoted } from '../store/sql-session.ts';
import { checkDatabase, type Checked, type CheckOptions } from './check-database.ts';

const IN_USE = 'a service uses it. Stop it first: what it is writing would look like damage.';

/** Checks the database in the data folder of a service that is stopped. An error is a sentence. Throws when it cannot be read or written. */
export async function fsckFolder(dataDir: string, options: CheckOptions): Promise<Result<Checked, string>> {
  const file = join(dataDir, 'service.db');
  if (!existsSync(file)) return err('there is no service.db in it.');
  const lock = tryLockFolder(dataDir);
  if (!lock.ok) return err(IN_USE);
  try {
    const unfit = migrationsProblem(file);
    if (unfit !== null) return err(`its database ${unfit}.`);
    const db = openDatabase(file);
    try {
      return ok(await inLibsqlTransaction(db, (session) => checkDatabase(session, options)));
    } finally {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    }
  } finally {
    lock.value.release();
  }
}

/**
 * The same for a PostgreSQL. It is had alone meanwhile: each service holds a lock that all of them may have (postgres-presence),
 * so that this is refused where one runs, none starts, and none writes.
 */
export const fsckPostgres = (
  database: DatabaseOptions,
  options: CheckOptions,
): Promise<Result<Checked, string>> =>
  withPostgres(database, async (client) => {
    if (!(await takeAlone(client)))
      return err(
        'a service uses it, or another fsck or restore. Stop every service on it first: what it is writing would look like damage.',
      );
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

async function problemIn(client: pg.Client): Promise<string | null> {
  const names = await migrationsOf(client);
  if (names === null) return 'there is no organisation in it.';
  const unfit = problemOf({ names, hasLog: true });
  return unfit === null ? null : `it ${unfit}.`;
}
