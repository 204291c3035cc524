import { join } from 'node:path';
import type Database from 'libsql';
import type { Caller } from '../../../shared/api/api.ts';
import { fsckFolder } from '../../../shared/service/fsck/fsck.ts';
import { openDatabase } from '../../../shared/service/store/open-database.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { benchOrganisation, developerId } from '../support/bench-organisation.ts';
import { joinAs } from '../support/join-as.ts';
import { startService } from '../support/start-service.ts';
import { submit } from '../support/submit.ts';

const ENTRIES = 100_000;
const CALLERS = 64;
const ROUNDS = 3;
/** What is computed from the log, for requests that wait. */
const TABLES = ['request', 'requestAudience', 'timer', 'node'] as const;

/** A database whose projections are wrong: all of the log is read, hashed and folded, compared, and written anew. */
export const rebuild: Figure = {
  name: 'rebuild',
  title: `fsck --rebuild of ${ENTRIES.toLocaleString('en')} entries into all that is computed from them`,
  against: 'inserting as many rows into the bare database, in one transaction',
  unit: 'ms',
  bound: 'atMost',
  target: 4,
  async measure({ folder, say }) {
    say('asking for things');
    const dataDir = join(folder, 'service');
    await askOften(dataDir);
    const rows = change(dataDir, countRows);
    const bare = openDatabase(join(folder, 'bare.db'));
    const medians = await interleave(ROUNDS, {
      limit: async () => timed(() => insertRows(bare, rows)),
      value: async () => {
        change(dataDir, (db) => db.exec('DELETE FROM "timer"'));
        return timed(async () => {
          const checked = await fsckFolder(dataDir, { rebuild: true });
          if (!checked.ok || !checked.value.isRebuilt) throw new Error('nothing was made anew');
        });
      },
    });
    bare.close();
    return { kind: 'measured', ...medians, note: `${rows.toLocaleString('en')} rows` };
  },
};

async function askOften(dataDir: string): Promise<void> {
  const service = await startService(dataDir, benchOrganisation(CALLERS));
  const callers: Caller[] = [];
  for (let index = 0; index < CALLERS; index += 1) callers.push(await joinAs(service, developerId(index)));
  const loop = async (caller: Caller): Promise<void> => {
    for (let count = 0; count < ENTRIES / CALLERS; count += 1) await submit(service, caller);
  };
  await Promise.all(callers.map(loop));
  await service.stop('bench');
}

function change<T>(dataDir: string, act: (db: Database.Database) => T): T {
  const db = openDatabase(join(dataDir, 'service.db'));
  try {
    return act(db);
  } finally {
    db.close();
  }
}

function countRows(db: Database.Database): number {
  const count = (table: string): number =>
    (db.prepare(`SELECT count(*) AS n FROM "${table}"`).get() as { n: number }).n;
  return TABLES.reduce((sum, table) => sum + count(table), 0);
}

function insertRows(db: Database.Database, count: number): void {
  db.exec('DROP TABLE IF EXISTS row; CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO row (text) VALUES (?)');
  const text = 'x'.repeat(300);
  db.transaction(() => {
    for (let index = 0; index < count; index += 1) insert.run(text);
  })();
}

async function timed(act: () => void | Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}
