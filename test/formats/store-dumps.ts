import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import Database from 'libsql';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MIGRATIONS, migratorOf } from '../../shared/service/store/migrate.ts';
import type { Schema } from '../../shared/service/store/schema.ts';

/** `store/NAME.sql`: the service's database as the migration NAME left it, with rows in every table. */
export const DUMPS = join(import.meta.dirname, 'store');
export const STEPS = Object.keys(MIGRATIONS);
export const dumpOf = (step: string): string => join(DUMPS, `${step}.sql`);

type Row = Readonly<Record<string, unknown>>;
/** Rows by table. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

/** What is in a database of today, without what migrating it leaves. */
export function rowsOf(file: string): Rows {
  const db = new Database(file);
  const rows = Object.fromEntries(
    tablesOf(db).map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all() as Row[]]),
  );
  db.close();
  return rows;
}

/** Writes the dumps that are missing: `rows` as each step's tables have them. What is there is never written again. */
export async function writeMissingDumps(rows: Rows): Promise<void> {
  mkdirSync(DUMPS, { recursive: true });
  for (const step of STEPS) {
    if (existsSync(dumpOf(step))) continue;
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-dump-'));
    const db = new Database(join(folder, 'service.db'));
    const dialect = new SqliteDialect({ database: db as unknown as SqliteDatabase });
    const { error } = await migratorOf(new Kysely<Schema>({ dialect })).migrateTo(step);
    if (error !== undefined) throw new Error(`${step} cannot be made`, { cause: error });
    writeFileSync(dumpOf(step), dump(db, asThen(rows, tablesOf(db))));
    db.close();
    rmSync(folder, { recursive: true });
  }
}

/** From 0003 to 0008 who may see what is new waited in a table of its own, and to 0008 another said what is not announced. */
function asThen(rows: Rows, tables: readonly string[]): Rows {
  const audience = [...(rows['requestAudience'] ?? []), ...(rows['recentAudience'] ?? [])];
  const moved = tables.includes('recentAudience') ? 1 : audience.length;
  if (!tables.includes('blob')) rows = beforeBlobs(rows);
  const last = (rows['entry'] ?? []).length - 1;
  const outbox = tables.includes('outbox') ? [{ toSeq: last, fromSeq: last }] : [];
  return {
    ...{ ...rows, outbox },
    ...{ requestAudience: audience.slice(0, moved), recentAudience: audience.slice(moved) },
  };
}

/** Until 0012 a document had its texts, and an invite the hash of its code. */
function beforeBlobs(rows: Rows): Rows {
  const texts = new Map(rows['blob']?.map(({ hash, text }) => [hash, text]));
  const textOf = (hash: unknown): unknown => texts.get(hash) ?? hash;
  const document = rows['document']?.map((row) => ({
    ...row,
    ...{ people: textOf(row['people']), catalog: textOf(row['catalog']) },
    ...{ policy: textOf(row['policy']), parsed: textOf(row['parsed']) },
  }));
  const secrets = new Map(rows['inviteSecret']?.map(({ inviteId, codeHash }) => [inviteId, codeHash]));
  const invite = rows['invite']?.flatMap(({ inviteId, person, invitedBy, expiresAt }) =>
    secrets.has(inviteId)
      ? [{ codeHash: secrets.get(inviteId), person, invitedBy, expiresAt, usedAt: null }]
      : [],
  );
  return { ...rows, document: document ?? [], invite: invite ?? [] };
}

const tablesOf = (db: Database.Database): string[] =>
  (db.prepare(`SELECT "name" FROM "sqlite_master" WHERE "type" = 'table'`).all() as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('sqlite_') && !name.startsWith('kysely_'))
    .sort();

function dump(db: Database.Database, rows: Rows): string {
  const made = db.prepare('SELECT "sql" FROM "sqlite_master" WHERE "sql" IS NOT NULL').all();
  const lines = (made as { sql: string }[]).map(({ sql }) => `${sql.replaceAll(/\s+/g, ' ')};`);
  const migrated = db.prepare('SELECT "name" FROM "kysely_migration" ORDER BY "name"').all() as Row[];
  lines.push(`INSERT INTO "kysely_migration_lock" VALUES ('migration_lock', 0);`);
  for (const { name } of migrated)
    lines.push(`INSERT INTO "kysely_migration" VALUES (${literal(name)}, '2026-01-01T00:00:00.000Z');`);
  for (const table of tablesOf(db)) {
    const info = db.prepare('SELECT "name" FROM pragma_table_info(?)').all(table) as { name: string }[];
    const columns = info.map(({ name }) => name);
    const values = rows[table] ?? [];
    if (values.length === 0) throw new Error(`there is no row for ${table}`);
    for (const row of values)
      lines.push(
        `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map((name) => literal(row[name])).join(', ')});`,
      );
  }
  return `${lines.join('\n')}\n`;
}

export function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return `X'${Buffer.from(value as Uint8Array).toString('hex')}'`;
}
