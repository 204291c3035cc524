import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { KyselyLogWriter, type WriterDialect } from '../writer/kysely-log-writer.ts';
import type { OpenedStore } from '../writer/log-writer.ts';
import { migrateTogether } from './migrate.ts';
import { patientConfig, type DatabaseOptions } from './postgres-connection.ts';
import { ServicePool } from './postgres-pool.ts';
import { isTakenAlone, takeAlone, TAKEN_ALONE } from './postgres-presence.ts';
import { PostgresWords } from './postgres-words.ts';
import { watchPostgres } from './postgres-watch.ts';
import { POOLED, sayWhyNot } from './why-no-database.ts';
import { readsOf } from './reads-of.ts';
import type { Schema } from './schema.ts';

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

/** `ServiceStore` and `LogWriter` on a PostgreSQL that other services may use as well. Throws a sentence where it is not fit. */
export async function openPostgresStore(
  options: DatabaseOptions,
  tools: { readonly clock: Clock; readonly logger: Logger },
): Promise<OpenedStore> {
  await prepareServer(options);
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: new ServicePool(options, tools.logger) }),
  });
  const store = {
    ...readsOf(db),
    watch: (wake: () => void) => watchPostgres(options, { ...tools, wake }),
    close: () => db.destroy(),
  };
  return { store, writer: new KyselyLogWriter(db, { sha256, dialect: TURNS }) };
}

/**
 * Makes the tables, or brings them up to date. Throws a sentence where the server is not fit, before anything is written.
 *
 * @param isAlone whoever calls has the database alone; otherwise it is refused while somebody has
 */
export async function prepareServer(options: DatabaseOptions, { isAlone = false } = {}): Promise<void> {
  const pool = new pg.Pool({ ...patientConfig(options), max: 2 });
  // Whoever asks is told; without anybody who listens the process would end.
  pool.on('error', () => undefined);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sayWhyNot(pool.connect()).then((client) => client.release());
    if (!isAlone && (await isTakenAlone(pool))) throw new Error(TAKEN_ALONE);
    await checkServer(db);
    await migrateTogether(db.withPlugin(new PostgresWords()), async () => isAlone || takeAlone(pool));
  } finally {
    await db.destroy();
  }
}

/** What it is told is durable must be so, and every text must come back as it was. */
async function checkServer(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ sync: string; encoding: string; lock: string }>`SELECT
    current_setting('synchronous_commit') AS "sync", current_setting('server_encoding') AS "encoding",
    current_setting('lock_timeout') AS "lock"`.execute(db);
  const [{ sync, encoding, lock } = { sync: '', encoding: '', lock: '0' }] = rows;
  if (lock === '0') throw new Error(POOLED);
  if (sync === 'off')
    throw new Error(
      'the database answers before it has written (synchronous_commit is off), so what was acknowledged could be lost. Set it to on',
    );
  if (encoding !== 'UTF8')
    throw new Error(`the database keeps text as ${encoding}. Make one with the encoding UTF8`);
}
