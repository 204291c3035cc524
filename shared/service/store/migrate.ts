import Database from 'libsql';
import { Migrator, sql, type Kysely } from 'kysely';
import { existsSync } from 'node:fs';
import type pg from 'pg';
import { m0001FirstTables } from './migrations/m0001-first-tables.ts';
import { m0002WhoInvited } from './migrations/m0002-who-invited.ts';
import { m0003RecentAudience } from './migrations/m0003-recent-audience.ts';
import { m0004OpenRequests } from './migrations/m0004-open-requests.ts';
import { m0005WhoGranted } from './migrations/m0005-who-granted.ts';
import { m0006LiveGrants } from './migrations/m0006-live-grants.ts';
import { m0007WhoAsked } from './migrations/m0007-who-asked.ts';
import { m0008ParsedDocuments } from './migrations/m0008-parsed-documents.ts';
import { m0009OneAudience } from './migrations/m0009-one-audience.ts';
import { m0010TimersAndEffects } from './migrations/m0010-timers-and-effects.ts';
import { m0011NamedReviewers } from './migrations/m0011-named-reviewers.ts';
import { m0012StreamsAndBlobs } from './migrations/m0012-streams-and-blobs.ts';
import { m0013SaltedTexts } from './migrations/m0013-salted-texts.ts';
import { m0014NoTokens } from './migrations/m0014-no-tokens.ts';
import { m0015InvitesByKeys } from './migrations/m0015-invites-by-keys.ts';
import type { Schema } from './schema.ts';
import { told, type Told } from '../../words/told.ts';
import { ToldError, toldOfFault } from '../../words/told-error.ts';

/** Every migration there ever was, in order. Imported by name, so that a bundle has them too. */
export const MIGRATIONS = {
  '0001-first-tables': m0001FirstTables,
  '0002-who-invited': m0002WhoInvited,
  '0003-recent-audience': m0003RecentAudience,
  '0004-open-requests': m0004OpenRequests,
  '0005-who-granted': m0005WhoGranted,
  '0006-live-grants': m0006LiveGrants,
  '0007-who-asked': m0007WhoAsked,
  '0008-parsed-documents': m0008ParsedDocuments,
  '0009-one-audience': m0009OneAudience,
  '0010-timers-and-effects': m0010TimersAndEffects,
  '0011-named-reviewers': m0011NamedReviewers,
  '0012-streams-and-blobs': m0012StreamsAndBlobs,
  '0013-salted-texts': m0013SaltedTexts,
  '0014-no-tokens': m0014NoTokens,
  '0015-invites-by-keys': m0015InvitesByKeys,
};

interface LookedInto {
  readonly names: readonly string[];
  /** Whether anything is in its log. */
  readonly hasLog: boolean;
}

/** The first migration whose logs are read. */
const FIRST_READ = '0013-salted-texts';

export const migratorOf = (db: Kysely<Schema>, schema?: string): Migrator =>
  new Migrator({
    db: db as unknown as Kysely<unknown>,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });

/** Brings the tables up to date. Throws a sentence when that is not possible. `schema`: where a database has several. */
export async function migrate(db: Kysely<Schema>, schema?: string): Promise<void> {
  const { error } = await migratorOf(db, schema).migrateToLatest();
  if (isDamage(error)) throw error;
  if (error !== undefined) throw notPossible(toldOfFault(error), { cause: error });
}

const notPossible = (why: Told, options?: ErrorOptions): Error =>
  new ToldError(told('notBroughtUp', { why }), options);

/**
 * The same for a database that other services may use as well. Throws, before anything is changed, when it is of a newer
 * Latchkey, or has a log that is not read any more, or is of an earlier one that still runs: it would go on writing as before.
 *
 * @param isAlone whether no service is there, none of which starts meanwhile
 */
export async function migrateTogether(db: Kysely<Schema>, isAlone: () => Promise<boolean>): Promise<void> {
  const { rows } = await sql<{ schema: string; migrations: boolean; entries: boolean }>`SELECT
    current_schema() AS "schema", ${isThere('kysely_migration')} AS "migrations", ${isThere('entry')} AS "entries"`.execute(
    db,
  );
  const [found] = rows;
  if (!found?.schema) throw notPossible(told('noSchemaToUse'));
  if (found.migrations) {
    const { rows: known } = await sql<{ name: string }>`SELECT "name" FROM "kysely_migration"`.execute(db);
    const age = ageOf({
      names: known.map(({ name }) => name),
      hasLog: found.entries && (await hasEntries(db)),
    });
    refuse(age);
    if (age === 'current') return;
    if (!(await isAlone())) throw notPossible(told('usedByEarlier'));
  }
  await migrate(db, found.schema);
}

/** Whether a table is in the schema in use: there may be others, with tables of the same names. */
const isThere = (table: string) =>
  sql<boolean>`to_regclass(format('%I.%I', current_schema(), ${table}::text)) IS NOT NULL`;

const hasEntries = async (db: Kysely<Schema>): Promise<boolean> =>
  (await db.selectFrom('entry').select('seq').limit(1).execute()).length > 0;

/** The migrations that a PostgreSQL says it has; null where it never had any. */
export async function migrationsOf(client: Pick<pg.Client, 'query'>): Promise<readonly string[] | null> {
  const table = await client.query<{ found: boolean }>(
    `SELECT to_regclass(format('%I.kysely_migration', current_schema())) IS NOT NULL AS "found"`,
  );
  if (table.rows[0]?.found !== true) return null;
  const { rows } = await client.query<{ name: string }>('SELECT "name" FROM "kysely_migration"');
  return rows.map(({ name }) => name);
}

/** Why a database is not one of this Latchkey, null when it is. It is not changed. */
export function migrationsProblem(file: string): Told | null {
  const found = lookInto(file);
  return found === null ? told('databaseUnknown', { file }) : problemOf(found);
}

/** Why a file holds no database of Latchkey; null when it does, or is empty: it may be of an earlier or a newer one. */
export const whyNoDatabase = (file: string): Told | null =>
  lookInto(file) === null ? told('databaseUnknown', { file }) : null;

/** The same, where a fault says so of it that came up while it was read. */
export const whyDatabaseDamaged = (fault: unknown, file: string): Told | null =>
  isDamage(fault) ? told('databaseUnknown', { file }) : null;

/** The same of the migrations that a database says it has. */
export const problemOf = (found: LookedInto): Told | null => PROBLEMS[ageOf(found)];

/**
 * Throws when it is no database of Latchkey, was made by a newer one, or has a log that is not read any more. To be asked before it is
 * opened to be used: what opens it may change how it is kept, and one that is not understood stays as it is, byte by byte.
 */
export function refuseOthers(file: string): void {
  if (!existsSync(file)) return;
  const found = lookInto(file);
  if (found === null) throw new ToldError(told('databaseUnknown', { file }));
  refuse(ageOf(found));
}

function refuse(age: Age): void {
  if (age === 'newer') throw notPossible(told('madeByNewer'));
  if (age === 'unread') throw notPossible(told('logOfEarlier'));
}

/** By its migrations. `unread`: its log is not read any more; `behind`: it is brought up to date at a start. */
type Age = 'newer' | 'unread' | 'behind' | 'current';

function ageOf({ names, hasLog }: LookedInto): Age {
  if (names.some((name) => !Object.hasOwn(MIGRATIONS, name))) return 'newer';
  if (hasLog && !names.includes(FIRST_READ)) return 'unread';
  return Object.keys(MIGRATIONS).every((name) => names.includes(name)) ? 'current' : 'behind';
}

const PROBLEMS: Readonly<Record<Age, Told | null>> = {
  newer: told('databaseOfNewer'),
  unread: told('databaseOfEarlier'),
  behind: told('databaseBehind'),
  current: null,
};

/**
 * Only the database's own word counts: none where it says nothing, or cannot be opened, which has its own sentence later. Null: it
 * is damaged, or another program's.
 */
function lookInto(file: string): LookedInto | null {
  try {
    const db = new Database(file, { readonly: true });
    try {
      const tables = db.prepare(`SELECT "name" FROM "sqlite_master" WHERE type = 'table'`).all() as Named[];
      if (tables.length === 0) return NOTHING_IN_IT;
      if (!tables.some(({ name }) => name === 'kysely_migration')) return null;
      const rows = db.prepare('SELECT "name" FROM "kysely_migration"').all() as Named[];
      return { names: rows.map(({ name }) => name), hasLog: hasLogIn(db) };
    } finally {
      db.close();
    }
  } catch (fault) {
    return isDamage(fault) ? null : NOTHING_IN_IT;
  }
}

interface Named {
  readonly name: string;
}

const NOTHING_IN_IT: LookedInto = { names: [], hasLog: false };

/** What SQLite says of a file that is no database, or damaged. */
const DAMAGE = /^SQLITE_(?:NOTADB|CORRUPT)(?:_[A-Z]+)?$/;
const isDamage = (fault: unknown): boolean =>
  DAMAGE.test(String((fault as { code?: unknown } | undefined)?.code));

function hasLogIn(db: Database.Database): boolean {
  try {
    return db.prepare('SELECT 1 FROM "entry" LIMIT 1').get() !== undefined;
  } catch {
    return false;
  }
}
