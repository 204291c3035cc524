import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import { historyWhere } from '../../main/store/history-where.ts';
import { INDEX_TABLES } from '../../main/store/history-schema.ts';
import { openHistory } from '../../main/store/open-history.ts';
import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import type { RequestEntry } from '../../shared/domain/request/request-entry.ts';
import { activated, at, review } from '../unit/main/request-example.ts';
import { EVERY_REQUEST as all } from '../support/every-request.ts';
import { fill, indexAll, LOG, logOf, submitted } from './history-log.ts';

let folder: string;
let database: HistoryDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-people-'));
  database = open();
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const path = (): string => join(folder, 'history.db');

function open(): HistoryDatabase {
  const opened = openHistory(path(), Date.UTC(2026, 0, 1));
  expect(opened.damage).toBeNull();
  return opened.database;
}

const find = (query: Partial<HistoryQuery>): readonly string[] =>
  database
    .search({ ...all, ...query })
    .rows.map(({ requestId }) => requestId)
    .sort();

const BOTH = ['request00001', 'request00002'];
const NAMES = { 'lead@example.com': 'Lead Éxample', 'dev@example.com': 'Dev Example' };

describe('who answered is found by name', () => {
  test('when the names are known before the entries', () => {
    database.learnNames(NAMES);
    fill(database, LOG, 1);
    expect(find({ text: 'lead exam' })).toEqual(BOTH);
    expect(find({ text: 'lead payments' })).toEqual(['request00001']);
    expect(find({ text: 'leadership' })).toEqual([]);
  });

  test('when they become known only then, and portion by portion', () => {
    fill(database, LOG);
    expect(find({ text: 'lead exam ana' })).toEqual(['request00002']);
    expect(find({ text: 'éxample lead dev' })).toEqual(['request00001']);
    expect(find({ text: 'quorum' })).toEqual([]);
    database.learnNames({ 'lead@example.com': 'Quorum Keeper' });
    expect(database.indexSome(1)).toBe(1);
    expect(database.indexSome(1)).toBe(0);
    expect(find({ text: 'quorum' })).toEqual(BOTH);
  });

  test('after they changed theirs, also where a restart came between', () => {
    database.learnNames({ 'lead@example.com': 'Quorum Keeper' });
    fill(database, LOG);
    database.learnNames({ 'lead@example.com': 'Quorum Newname' });
    database.close();
    database = open();
    indexAll(database);
    expect(find({ text: 'newname' })).toEqual(BOTH);
    expect(find({ text: 'keeper' })).toEqual([]);
  });

  test('and names that no entry speaks of are not kept, however many a service says in turn', () => {
    fill(database, LOG);
    indexAll(database);
    database.learnNames(NAMES);
    for (let round = 0; round < 20; round += 1) {
      const many = Array.from({ length: 100 }, (_, index) => [
        `nobody-${round}-${index}@example.com`,
        'Nobody',
      ]);
      database.learnNames(Object.fromEntries(many) as Record<string, string>);
    }
    const file = new Database(path());
    const { count } = file.prepare('SELECT count(*) AS count FROM names').get() as { count: number };
    file.close();
    expect(count).toBe(102);
  });

  test('also after they left', () => {
    database.learnNames({ 'lead@example.com': 'Quorum Keeper' });
    fill(database, LOG);
    database.learnNames({});
    expect(database.indexSome(1)).toBe(0);
    expect(find({ text: 'quorum' })).toEqual(BOTH);
    expect(database.timeline('request00002', {}).items[1]?.text).toBe('Quorum Keeper denied');
    expect(database.facets().people).toContainEqual({ id: 'lead@example.com', name: 'Quorum Keeper' });
  });

  test('as the log knows them, where the organisation says nothing', () => {
    const asked = submitted({
      requestId: 'request00003',
      requester: 'lead@example.com',
      requesterName: 'Quorum Keeper',
    });
    fill(database, [
      ...LOG,
      ...logOf({ request00003: [asked] }).map((item) => ({ ...item, seq: LOG.length })),
    ]);
    expect(find({ text: 'quorum' })).toEqual([...BOTH, 'request00003']);
  });

  test('the same name twice is nothing to do', () => {
    database.learnNames(NAMES);
    fill(database, LOG);
    database.learnNames({ ...NAMES });
    expect(database.indexSome(0)).toBe(0);
  });
});

describe('a person', () => {
  test.each<[string, Partial<HistoryQuery>, readonly string[]]>([
    ['who asked', { person: 'ana@example.com' }, ['request00002']],
    ['who approved or denied', { person: 'lead@example.com' }, BOTH],
    ['who could have, and did not', { person: 'second@example.com' }, []],
    ['with words', { person: 'lead@example.com', text: 'logs' }, ['request00002']],
    ['with access', { person: 'lead@example.com', entitlementId: 'prod/db:write' }, ['request00001']],
    ['with a state', { person: 'lead@example.com', status: 'denied' }, ['request00002']],
    [
      'with everything',
      { person: 'lead@example.com', text: 'read', entitlementId: 'prod/logs:read', from: at(50) },
      ['request00002'],
    ],
  ])('%s is found', (_name, query, ids) => {
    fill(database, LOG);
    expect(find(query)).toEqual(ids);
    expect(database.search({ ...all, ...query }).total).toBe(ids.length);
  });

  test('cannot be hidden from the filters without "Verify now" finding out', () => {
    fill(database, LOG);
    const direct = new Database(path());
    direct.exec("DELETE FROM involved WHERE person = 'lead@example.com'; DELETE FROM entitlements");
    direct.close();
    expect(find({ person: 'lead@example.com' })).toEqual([]);
    expect(database.checkIndex(0, 100)).toEqual({ last: 2, wrong: 2 });
    expect(find({ person: 'lead@example.com' })).toEqual(BOTH);
    expect(find({ entitlementId: 'prod/db:write' })).toEqual(['request00001']);
  });
});

test.each<[string, Partial<HistoryQuery>]>([
  ['nothing', {}],
  ['words', { text: 'pay' }],
  ['a person', { person: 'lead@example.com' }],
  ['access', { entitlementId: 'prod/db:write' }],
  ['a person and access', { person: 'lead@example.com', entitlementId: 'prod/db:write' }],
  ['a person and a state', { person: 'lead@example.com', status: 'denied' }],
  ['words, a person and a state', { text: 'pay', person: 'lead@example.com', status: 'denied' }],
])('a page of the list by %s is read from an index, in its order', (by, query) => {
  fill(database, LOG);
  const { from, order, id, values } = historyWhere({ ...all, ...query });
  const direct = new Database(path());
  const plan = direct.prepare(`EXPLAIN QUERY PLAN SELECT ${id} ${from} ${order} LIMIT 50`).all(...values);
  direct.close();
  const steps = (plan as { detail: string }[]).map(({ detail }) => detail);
  expect(steps.filter((step) => /TEMP B-TREE/.test(step))).toEqual([]);
  // Of all requests, only the whole list itself is read one after the other.
  expect(steps.some((step) => /^SCAN (r|involved|entitlements)\b/.test(step))).toBe(by === 'nothing');
});

test('a replica that was indexed by an earlier version is indexed anew, from the entries that it has', () => {
  fill(database, LOG);
  const before = { list: database.search(all), facets: database.facets(), status: database.status() };
  database.close();
  const direct = new Database(path());
  for (const table of INDEX_TABLES) direct.exec(`DROP TABLE ${table}`);
  direct.exec(`
    DELETE FROM meta WHERE key = 'index';
    DROP TABLE names;
    CREATE TABLE requests (
      id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, submitted_at INTEGER NOT NULL,
      requester TEXT NOT NULL, status TEXT NOT NULL, row TEXT NOT NULL, state TEXT NOT NULL
    );
    CREATE INDEX requests_by_requester ON requests (requester, id);
    INSERT INTO requests VALUES (1, 'request00001', 0, 'dev@example.com', 'revoked', '{}', '{}');
    CREATE TABLE entitlements (entitlement_id TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (entitlement_id, id)) WITHOUT ROWID;
    CREATE TABLE facets (kind TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE search USING fts5(who, what, why, ticket, approvers, content='', contentless_delete=1);
  `);
  direct.close();
  database = open();
  expect(database.status()).toEqual(before.status);
  expect(database.search(all).rows).toEqual([]);
  database.learnNames(NAMES);
  indexAll(database);
  expect(database.search(all)).toEqual(before.list);
  expect(find({ text: 'lead exam' })).toEqual(BOTH);
  expect(database.facets().entitlements).toEqual(before.facets.entitlements);
});

describe('a timeline that is too long', () => {
  const failed = (attempts: number): RequestEntry => ({
    type: 'revocationFailed',
    grantId: 'grant000001',
    attempts,
    message: 'no answer',
    stuck: attempts > 6,
  });
  const told = (failures: number) =>
    fill(
      database,
      logOf({
        request00001: [
          submitted({ requestId: 'request00001' }),
          review('approve'),
          { type: 'requestApproved', by: 'reviews' },
          ...activated(),
          { type: 'grantEnding', grantId: 'grant000001', cause: 'expired', by: null, reason: '' },
          ...Array.from({ length: failures }, (_, index) => failed(index + 1)),
        ],
      }),
      10_000,
    ).timeline('request00001', {});

  test('keeps how it began and how it stands, and says how much is left out in between', () => {
    const { items, leftOut } = told(1_994);
    expect(items).toHaveLength(1_000);
    expect(items.slice(0, 2).map(({ type }) => type)).toEqual(['requestSubmitted', 'reviewGiven']);
    expect(items.at(-1)).toMatchObject({ seq: 1_999, type: 'revocationFailed' });
    expect(items[100]?.seq).toBe(1_100);
    expect(leftOut).toEqual({ count: 1_000, beforeSeq: 1_100 });
  });

  test.each([0, 50, 994])('leaves out nothing of %d failures', (failures) => {
    const { items, leftOut } = told(failures);
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 6 + failures }, (_, seq) => seq));
    expect(leftOut).toBeNull();
  });
});
