import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory } from '../../main/store/open-history.ts';
import type { LogItem } from '../../shared/contract/api-types.ts';
import { activated, approved, ended, review } from '../unit/main/request-example.ts';
import { EVERY_REQUEST as all } from '../support/every-request.ts';
import { fill, logOf, submitted } from './history-log.ts';

// Entries of the log that only a newer Latchkey knows.

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'latchkey-newer-log-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const path = (): string => join(folder, 'history.db');
const open = () => openHistory(path(), Date.UTC(2026, 0, 1)).database;

const known = logOf({
  request00001: [submitted({}), review('approve'), approved, ...activated(), ...ended()],
  request00002: [submitted({ requestId: 'request00002' })],
});
/** The same with an entry of tomorrow in the place of these. */
const withTomorrow = (...seqs: number[]): LogItem[] =>
  known.map((item) => {
    if (!seqs.includes(item.seq)) return item;
    const record = JSON.parse(item.text ?? '') as object;
    return { ...item, text: JSON.stringify({ ...record, entry: { type: 'ofTomorrow', what: 1 } }) };
  });

test.each([1, 3, 100])('are lines of their request, which goes on after them, indexed by %j', (portion) => {
  const database = fill(open(), withTomorrow(1, 3), portion);
  const { state, items } = database.timeline('request00001', {});
  expect(items.map(({ seq, type }) => `${seq} ${type}`)).toEqual([
    '0 requestSubmitted',
    '1 unknown',
    '2 requestApproved',
    '3 unknown',
    '4 grantActivated',
    '5 grantEnding',
    '6 grantRevoked',
  ]);
  expect(items[1]?.text).toBe('Made by a newer Latchkey: update this one to see it.');
  expect(state).toMatchObject({
    version: 7,
    reviews: [],
    phase: { grants: { grant000001: { kind: 'revoked' } } },
  });
  expect(database.search(all)).toMatchObject({ total: 2 });
  expect(database.facets().newer).toBe(2);
  expect(database.checkIndex(0, 100)).toMatchObject({ wrong: 0 });
  database.close();
});

test('at the beginning of a request, or in what it was decided by, hold up no other one', () => {
  const database = fill(open(), withTomorrow(0, 2));
  expect(database.search(all).rows.map(({ requestId }) => requestId)).toEqual(['request00002']);
  expect(database.timeline('request00001', {}).items).toHaveLength(7);
  expect(database.facets().newer).toBe(2);
  database.close();
  // Without the approval nothing that comes later fits.
  rmSync(path());
  const other = fill(open(), withTomorrow(2));
  expect(other.timeline('request00001', {}).state).toMatchObject({
    version: 7,
    phase: { kind: 'submitted' },
  });
  expect(other.search(all)).toMatchObject({ total: 2 });
  other.close();
});

test('are indexed anew by a Latchkey that knows them', () => {
  fill(open(), known).close();
  const file = new Database(path());
  file.exec("UPDATE meta SET value = '5 1 1' WHERE key = 'index'");
  file.close();
  const database = open();
  expect(database.search(all)).toMatchObject({ total: 0 });
  while (database.indexSome(100) > 0);
  expect(database.search(all)).toMatchObject({ total: 2 });
  database.close();
});
