import { saidInEnglish } from '../support/in-words.ts';
import Database from 'libsql';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistoryDatabase } from '../../main/store/history-database.ts';
import { HISTORY_SCHEMA, HISTORY_VERSION } from '../../main/store/history-schema.ts';
import { openHistory } from '../../main/store/open-history.ts';
import { LOG } from '../integration/history-log.ts';
import { EVERY_REQUEST } from '../support/every-request.ts';
import { DUMPS, literal } from './store-dumps.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-replica-'));
  path = join(folder, 'history.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dumpOf = (version: string): string => join(DUMPS, `replica-${version}.sql`);
const NAMES = { 'dev@example.com': 'Dev Example', 'lead@example.com': 'Lead Example' };

function load(): void {
  const db = new Database(path);
  db.exec(readFileSync(dumpOf(HISTORY_VERSION), 'utf8'));
  db.close();
}

/** As they were then: requests may be asked in another shape by now. */
function entriesIn(file: string): unknown[] {
  const db = new Database(file);
  const rows = db.prepare('SELECT seq, leaf_hash AS leafHash, text, said FROM entries ORDER BY seq').all();
  db.close();
  return (rows as { said: string | null }[]).map(({ said, ...row }) => ({
    ...row,
    said: said === null ? [] : (JSON.parse(said) as unknown[]),
  }));
}

/** For a version that is new: see store.test.ts. What is computed from the entries is not in it. */
test.runIf(process.env['LATCHKEY_RECORD'] && !existsSync(dumpOf(HISTORY_VERSION)))(
  'the dump that is missing is made',
  () => {
    const made = openHistoryDatabase(path);
    made.addEntries(LOG);
    made.believe({ size: LOG.length, trusted: 'null' });
    made.learnNames(NAMES);
    made.close();
    const db = new Database(path);
    const lines = [HISTORY_SCHEMA.replaceAll(/^ {2}/gm, '').trim()];
    for (const table of ['meta', 'entries', 'names'])
      for (const row of db.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[])
        if (row['key'] !== 'index')
          lines.push(`INSERT INTO ${table} VALUES (${Object.values(row).map(literal).join(', ')});`);
    db.close();
    writeFileSync(dumpOf(HISTORY_VERSION), `${lines.join('\n')}\n`);
  },
);

test('a replica of an earlier version is set aside, and begun anew', () => {
  const db = new Database(path);
  db.exec(readFileSync(dumpOf('1'), 'utf8'));
  db.close();
  const { database, damage } = openHistory(path, 0);
  expect(saidInEnglish(damage ?? '')).toContain('set aside');
  expect(database.status()).toEqual({ size: 0, believed: 0, trusted: null });
  database.close();
});

test('a replica as it was is opened, and what is in it is found again without a service', () => {
  load();
  const kept = entriesIn(path);
  const { database, damage } = openHistory(path, 0);
  expect(damage).toBeNull();
  expect(database.status()).toEqual({ size: LOG.length, believed: LOG.length, trusted: 'null' });
  while (database.indexSome(100) > 0);
  const { rows } = database.search(EVERY_REQUEST);
  expect(rows.map(({ requestId }) => requestId).sort()).toEqual(['request00001', 'request00002']);
  expect(database.readEntries(0, 1_000)).toEqual(kept);
  database.close();
});

test.each(['DELETE', 'WAL'])(
  'a replica of a newer version is refused with a sentence and stays as it is, byte by byte (%s)',
  (journal) => {
    load();
    const db = new Database(path);
    db.exec(`PRAGMA journal_mode = ${journal}`);
    db.exec(
      `UPDATE meta SET value = '${Number(HISTORY_VERSION) + 1}' WHERE key = 'version'; DROP TABLE names`,
    );
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(path);
    expect(() => openHistory(path, 0)).toThrow(`${path} was made by a newer Latchkey. Start that one`);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  },
);
