import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { err, ok, type Result } from '../../lib/result.ts';
import { inLibsqlTransaction, LibsqlSession } from '../store/libsql-session.ts';
import { migrationsOf, problemOf } from '../store/migrate.ts';
import type { DatabaseOptions } from '../store/postgres-connection.ts';
import { takeAlone } from '../store/postgres-presence.ts';
import { inPostgresTransaction, tablesOf, withPostgres } from '../store/postgres-session.ts';
import { prepareServer } from '../database/postgres-store.ts';
import { quoted, type SqlSession, type SqlValue } from '../store/sql-session.ts';
import { BLOBS, hashAgain } from './read-kept-log.ts';
import { withLibsqlCopy, type CopiedTable } from './libsql-copy.ts';
import { told, type Told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** Why the database cannot be backed up, null when it can. It is only looked at. */
export const whyNotCopied = (database: DatabaseOptions): Promise<Told | null> =>
  withPostgres(database, async (client) => {
    const names = await migrationsOf(client);
    if (names === null) return told('organisationNotBegun');
    return problemOf({ names, hasLog: true });
  });

/**
 * Copies a PostgreSQL to a file, as of one moment, while services write: one transaction that sees what was committed before it
 * began and holds up nobody. Rows go from one to the other a few at a time.
 */
export const copyFromPostgres = (database: DatabaseOptions, file: string): Promise<void> =>
  withPostgres(database, (client) =>
    inPostgresTransaction(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', (from) =>
      withLibsqlCopy(file, (db, tables) => inLibsqlTransaction(db, (to) => copyAll({ from, to, tables }))),
    ),
  );

/**
 * Runs `work` while nobody else has the database, when it is empty; an error when it is not. `work` is given
 * what puts the rows of a backup's file there: all of them, or none.
 */
export const withEmptyPostgres = <T>(
  database: DatabaseOptions,
  work: (put: (file: string) => Promise<void>) => Promise<Result<T, Told>>,
): Promise<Result<T, Told>> =>
  withPostgres(database, async (client) => {
    if (!(await takeAlone(client))) return err(told('restoreDatabaseInUse'));
    const free = await isEmpty(client);
    return free.ok ? work((file) => putRows(client, { database, file })) : free;
  });

/** What the first start makes before the log begins is nothing: tables without rows, and the mark of a clock that was not seen. */
async function isEmpty(client: pg.Client): Promise<Result<null, Told>> {
  for (const name of await tablesOf(client)) {
    const where = name === 'meta' ? `WHERE NOT ("name" = 'markAt' AND "value" = '0')` : '';
    const { rows } = await client.query<{ any: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM "${name}" ${where}) AS "any"`,
    );
    if (rows[0]?.any === true) return err(told('restoreDatabaseFull', { table: name }));
  }
  return ok(null);
}

/** Brings tables of both up to date first: a backup may be of an earlier Latchkey. */
async function putRows(
  client: pg.Client,
  { database, file }: { readonly database: DatabaseOptions; readonly file: string },
): Promise<void> {
  await prepareServer(database, { isAlone: true });
  await withLibsqlCopy(file, (copy, tables) =>
    inPostgresTransaction(client, 'BEGIN', async (to) => {
      const from = new LibsqlSession(copy);
      // What a service has begun since it was asked whether there is anything stays, and nobody writes from here on.
      await to.run(`LOCK TABLE ${quoted(await tablesOf(client))} IN SHARE ROW EXCLUSIVE MODE`);
      const isFree = await isEmpty(client);
      if (!isFree.ok) throw new ToldError(isFree.error);
      await copyAll({ from, to, tables });
      await checkSame(from, to);
    }),
  );
}

/** What was checked in the file has come over as it is. */
async function checkSame(from: SqlSession, to: SqlSession): Promise<void> {
  const [there, here] = [await hashAgain(from, from.rows(BLOBS)), await hashAgain(to, to.rows(BLOBS))];
  if (!isDeepStrictEqual(there, here)) throw new ToldError(told('logNotWhole'));
}

async function copyAll({
  from,
  to,
  tables,
}: {
  readonly from: SqlSession;
  readonly to: SqlSession;
  readonly tables: readonly CopiedTable[];
}): Promise<void> {
  for (const { name, columns } of tables) {
    // Migrations put a row or two into a table that is new.
    await to.run(`DELETE FROM "${name}"`);
    const adder = to.adder(name, columns);
    const rows = from.rows<Readonly<Record<string, SqlValue>>>(`SELECT ${quoted(columns)} FROM "${name}"`);
    for await (const row of rows) await adder.add(columns.map((column) => row[column] ?? null));
    await adder.end();
  }
}
