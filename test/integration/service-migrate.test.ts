import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../shared/service/store/open-database.ts';
import { openLibsqlStore } from '../../shared/service/database/libsql-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latchkey-migrate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function change(sql: string): void {
  const raw = openDatabase(join(folder, 'service.db'));
  raw.exec(sql);
  raw.close();
}

test('a database of a newer Latchkey is not opened, and it is said whose it is', async () => {
  await (await openLibsqlStore(folder)).store.close();
  change(`INSERT INTO "kysely_migration" VALUES ('9999-of-tomorrow', '2030-01-01T00:00:00.000Z')`);
  await expect(openLibsqlStore(folder)).rejects.toThrow(
    'the database could not be brought up to date: it was made by a newer Latchkey.',
  );
});

test('a database of something else is not touched, and it is said that it is none of ours', async () => {
  change('CREATE TABLE "entry" ("other" TEXT)');
  await expect(openLibsqlStore(folder)).rejects.toThrow('damaged, or no database of Latchkey');
});

test('every other fault is told as what it is', async () => {
  await (await openLibsqlStore(folder)).store.close();
  // As if another program had made this table, which the first migration is about to make.
  change('DELETE FROM "kysely_migration"');
  const fault = await openLibsqlStore(folder).catch((error: unknown) => String(error));
  expect(fault).toMatch(/could not be brought up to date: .*already exists/);
  expect(fault).not.toContain('newer');
});
