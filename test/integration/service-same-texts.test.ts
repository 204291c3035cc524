import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { saidColumn } from '../../shared/formats/wire/kept-said.ts';
import type { SaidText } from '../../shared/lib/said.ts';
import { LibsqlDialect } from '../../shared/service/store/libsql-dialect.ts';
import { migrate } from '../../shared/service/store/migrate.ts';
import { openDatabase } from '../../shared/service/store/open-database.ts';
import type { Schema } from '../../shared/service/store/schema.ts';
import { withSameTexts } from '../../shared/service/store/write-erased.ts';
import { said } from '../fakes/said.ts';

let folder: string;
let db: Kysely<Schema>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-same-'));
  db = new Kysely<Schema>({ dialect: new LibsqlDialect(openDatabase(join(folder, 'service.db'))) });
  await migrate(db);
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true, force: true });
});

async function say(...texts: readonly (readonly SaidText[])[]): Promise<void> {
  for (const [seq, each] of texts.entries())
    await db
      .insertInto('entry')
      .values({
        ...{
          seq,
          stream: `request/${seq}`,
          version: 1,
          at: 1,
          actor: 'dev@example.com',
          type: 'requestSubmitted',
        },
        ...{
          requestId: null,
          person: null,
          text: '{}',
          said: saidColumn(each),
          leafHash: new Uint8Array(32),
        },
      })
      .execute();
}

test.each([1, 2, 3, 100])(
  'the same text is found wherever it stands, %i entries at a time',
  async (pageSize) => {
    const [why, other] = [said('the reason'), said('something else')];
    const sameSalt = { text: 'another text', salt: why.salt };
    const quoted = said(`it said ${JSON.stringify(why)}`);
    await say([other], [why], [], [sameSalt], [other, why], [quoted], [], [why]);
    expect(await withSameTexts(db, [1], { pageSize })).toEqual([1, 4, 7]);
    expect(await withSameTexts(db, [0, 7], { pageSize })).toEqual([0, 1, 4, 7]);
    expect(await withSameTexts(db, [2, 77], { pageSize })).toEqual([]);
    expect(await withSameTexts(db, [1], { pageSize, from: 4 })).toEqual([4, 7]);
    expect(await withSameTexts(db, [1], { pageSize, from: 8 })).toEqual([]);
  },
);
