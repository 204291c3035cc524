import { Migrator, sql, type Kysely } from 'kysely';
import { m0001FirstTables } from './migrations/m0001-first-tables.ts';
import { m0002WhoInvited } from './migrations/m0002-who-invited.ts';
import { m0003RecentAudience } from './migrations/m0003-recent-audience.ts';
import { m0004OpenRequests } from './migrations/m0004-open-requests.ts';
import { m0005WhoGranted } from './migrations/m0005-who-granted.ts';
import { m0006LiveGrants } from './migrations/m0006-live-grants.ts';
import { m0007ParsedDocuments } from './migrations/m0007-parsed-documents.ts';
import type { Schema } from './schema.ts';

/** Every migration there ever was, in order. Imported by name, so that a bundle has them too. */
const MIGRATIONS = {
  '0001-first-tables': m0001FirstTables,
  '0002-who-invited': m0002WhoInvited,
  '0003-recent-audience': m0003RecentAudience,
  '0004-open-requests': m0004OpenRequests,
  '0005-who-granted': m0005WhoGranted,
  '0006-live-grants': m0006LiveGrants,
  '0007-parsed-documents': m0007ParsedDocuments,
};

/** Brings the tables up to date. Throws when the database was made by a newer Latchkey, and changes nothing then. */
export async function migrate(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({
    db: db as unknown as Kysely<unknown>,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const why = (await isOfNewer(db))
    ? 'it was made by a newer Latchkey. Start that one, or a later one'
    : error instanceof Error
      ? error.message
      : String(error);
  throw new Error(`the database could not be brought up to date: ${why}`, { cause: error });
}

/**
 * What is wrong with a database that has these migrations, as a sentence goes on after it; null when they are those of this
 * Latchkey. It is not changed.
 */
export function migrationsProblem(names: readonly string[]): string | null {
  if (names.some((name) => !Object.hasOwn(MIGRATIONS, name)))
    return 'was made by a newer Latchkey. Use that one, or a later one';
  return Object.keys(MIGRATIONS).every((name) => names.includes(name))
    ? null
    : 'was made by an earlier Latchkey. Start the service once, which brings it up to date';
}

/** Whether it has a migration that this version does not know. Only its own word counts: every other fault has its own. */
async function isOfNewer(db: Kysely<Schema>): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`SELECT "name" FROM "kysely_migration"`.execute(db);
    return rows.some(({ name }) => !Object.hasOwn(MIGRATIONS, name));
  } catch {
    return false;
  }
}
