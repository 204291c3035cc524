import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { KyselyLogWriter, type WriterDialect } from '../writer/kysely-log-writer.ts';
import type { OpenedStore } from './opened-store.ts';
import { unlessBarred } from '../writer/unless-barred.ts';
import { migrateTogether } from '../store/migrate.ts';
import { patientConfig, type DatabaseOptions } from '../store/postgres-connection.ts';
import { ServicePool } from '../store/postgres-pool.ts';
import { isTakenAlone, takeAlone } from '../store/postgres-presence.ts';
import { PostgresWords } from '../store/postgres-words.ts';
import { PostgresWatch } from '../store/postgres-watch.ts';
import { sayWhyNot } from '../store/why-no-database.ts';
import { readsOf } from '../store/reads-of.ts';
import type { Schema } from '../store/schema.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** Those who write take turns by the row that each of them writes. */
const TURNS: WriterDialect = {
  isShared: true,
  async lock(db) {
    await sql`SELECT "value" FROM "meta" WHERE "name" = 'markAt' FOR UPDATE`.execute(db);
  },
  async announce(db) {
    await sql`SELECT pg_notify('latchkey_log', '')`.execute(db);
  },
};

/**
 * `ServiceStore` and `LogWriter` on a PostgreSQL that other services may use as well. Throws a sentence where it is not fit, or
 * its clock shows another time than the one here.
 *
 * @param tools.name of the data folder, which no other service may have; null for whoever is no service
 */
export async function openPostgresStore(
  options: DatabaseOptions,
  tools: { readonly clock: Clock; readonly logger: Logger; readonly name: string | null },
): Promise<OpenedStore> {
  await prepareServer(options, { logger: tools.logger });
  const server = await PostgresWatch.open(options, tools);
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: new ServicePool(options, tools.logger) }),
  });
  const store = {
    ...readsOf(db),
    server,
    watch: (wake: () => void) => server.listen(wake),
    async close() {
      await server.close();
      await db.destroy();
    },
  };
  const writer = new KyselyLogWriter(db, { sha256, dialect: TURNS });
  return { store, writer: unlessBarred(writer, () => server.problem()) };
}

/**
 * Makes the tables, or brings them up to date. Throws a sentence where the server is not fit, before anything is written.
 *
 * @param how.isAlone whoever calls has the database alone; otherwise it is refused while somebody has
 * @param how.logger is told what makes the server less safe than it could be
 */
export async function prepareServer(
  options: DatabaseOptions,
  { isAlone = false, logger }: { readonly isAlone?: boolean; readonly logger?: Logger } = {},
): Promise<void> {
  const pool = new pg.Pool({ ...patientConfig(options), max: 2 });
  // Whoever asks is told; without anybody who listens the process would end.
  pool.on('error', () => undefined);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sayWhyNot(pool.connect()).then((client) => client.release());
    if (!isAlone && (await isTakenAlone(pool))) throw new ToldError(told('databaseTakenAlone'));
    for (const warning of await checkServer(db)) logger?.warn({}, warning);
    await migrateTogether(db.withPlugin(new PostgresWords()), async () => isAlone || takeAlone(pool));
  } finally {
    await db.destroy();
  }
}

/** What is no reason to refuse a server: whoever operates it may know better. */
const UNSAFE = {
  fsync:
    'the database does not see to it that what it writes is on the disk (fsync is off): a power failure may damage it. Set it to on',
  full_page_writes:
    'the database has nothing to mend a page with that was written by half (full_page_writes is off): a power failure may damage it. Set it to on, unless its file system writes whole pages',
};

/** What it is told is durable must be so, and every text must come back as it was. Answers with warnings, as sentences. */
async function checkServer(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<
    Readonly<Record<'sync' | 'encoding' | 'lock' | keyof typeof UNSAFE, string>>
  >`SELECT
    current_setting('synchronous_commit') AS "sync", current_setting('server_encoding') AS "encoding",
    current_setting('lock_timeout') AS "lock", current_setting('fsync') AS "fsync",
    current_setting('full_page_writes') AS "full_page_writes"`.execute(db);
  const [{ sync, encoding, lock, ...settings } = { sync: '', encoding: '', lock: '0' }] = rows;
  if (lock === '0') throw new ToldError(told('databasePooled'));
  if (sync === 'off') throw new ToldError(told('databaseForgets'));
  if (encoding !== 'UTF8') throw new ToldError(told('databaseEncoding', { encoding }));
  return Object.entries(UNSAFE).flatMap(([name, warning]) =>
    (settings as Record<string, string>)[name] === 'off' ? [warning] : [],
  );
}
