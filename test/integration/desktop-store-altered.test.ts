import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHistory } from '../../main/store/open-history.ts';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import { approved } from '../unit/main/request-example.ts';
import { EVERY_REQUEST as all } from '../support/every-request.ts';
import { fill, LOG, logOf, submitted } from './history-log.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'latchkey-history-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'history.db');
const open = () => openHistory(path(), Date.UTC(2026, 0, 1));
const filled = (): HistoryDatabase => fill(open().database, LOG);

describe('what is read of a history that somebody meddled with', () => {
  test('goes on behind an entry that follows from none before it, and takes in no text filed under another', () => {
    const [first, ...others] = LOG;
    const early = logOf({ request00003: [approved, submitted({ requestId: 'request00003' })] });
    const looksLike = {
      ...first,
      text: `${first?.text?.slice(0, -1)},"z":{"stream":"request/request00004"}}`,
    };
    const entries = [...early, looksLike, ...others, ...LOG].map((each, seq) => ({ ...each, seq }));
    const database = fill(open().database, entries as typeof LOG);
    expect(
      database
        .search(all)
        .rows.map(({ requestId }) => requestId)
        .sort(),
    ).toEqual(['request00001', 'request00002']);
    expect(database.search(all).total).toBe(2);
    database.close();
  });

  test.each<[string, string[]]>([
    ['a request is hidden', ['requests', 'contents'].map((table) => `DELETE FROM ${table} WHERE id = 1`)],
    ['a request has another number', [`UPDATE requests SET request_id = 'request0zzzz' WHERE id = 1`]],
    ['its words are gone', ['DELETE FROM search WHERE rowid = 1']],
    [
      'a title in the filters is another',
      [`UPDATE facets SET title = 'Harmless' WHERE key = 'prod/db:write'`],
    ],
    [
      'a name in the filters is another',
      [`UPDATE facets SET title = 'Nobody' WHERE key = 'ana@example.com'`],
    ],
  ])('sees when it is verified that %s, and puts it right', (_what, statements) => {
    const database = filled();
    const [before, facets] = [database.search({ ...all, text: 'payments' }).rows, database.facets()];
    expect(before).toHaveLength(1);
    const other = new Database(path());
    for (const statement of statements) other.exec(statement);
    other.close();
    const check = (): number => {
      let [found, after]: [number, number | null] = [0, 0];
      while (after !== null) {
        const { last, wrong } = database.checkIndex(after, 1);
        found += wrong;
        after = last;
      }
      return found;
    };
    expect(check()).toBeGreaterThan(0);
    expect(check()).toBe(0);
    expect(database.search({ ...all, text: 'payments' }).rows).toEqual(before);
    expect(database.search(all).total).toBe(2);
    expect(database.facets()).toEqual(facets);
    database.close();
  });

  test('takes an erased text for what it is: it is not found any more, and said to be erased', () => {
    const database = filled();
    const stuck = { ...all, text: 'payout' };
    const [before] = database.search(stuck).rows;
    expect(before?.reason).toBe('fix the payout');
    const other = new Database(path());
    other.exec(`UPDATE entries SET said = NULL; UPDATE entries SET said = 'no JSON' WHERE seq = 1`);
    other.close();
    for (let after: number | null = 0; after !== null;) after = database.checkIndex(after, 9).last;
    expect(database.search(stuck).rows).toEqual([]);
    const row = database.search(all).rows.find(({ requestId }) => requestId === before?.requestId);
    expect(row).toEqual({ ...before, reason: null });
    expect(database.readEntries(0, 99).flatMap(({ said }) => said)).toEqual([]);
    const told = database.timeline('request00002', {}).items.map(({ text }) => text);
    expect(told).toContainEqual(expect.stringContaining('The comment was erased.'));
    database.close();
  });
});
