import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHistory } from '../../main/store/open-history.ts';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import type { LogItem } from '../../shared/contract/api-types.ts';
import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import { activated, approved, at, review } from '../unit/main/request-example.ts';
import { EVERY_REQUEST as all } from '../support/every-request.ts';
import { fill, LOG, logOf, submitted } from './history-log.ts';
import { said } from '../fakes/said.ts';
import { inEnglish } from '../../shared/words/words.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'latchkey-history-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'history.db');
const open = () => openHistory(path(), Date.UTC(2026, 0, 1));
const filled = (): HistoryDatabase => fill(open().database, LOG);

describe('the history', () => {
  test('shows nothing that is not believed', () => {
    const { database } = open();
    database.addEntries(LOG);
    database.indexSome(1_000);
    expect(database.search(all)).toEqual({ rows: [], total: 0, isMore: false });
    expect(database.timeline('request00001', {}).items).toEqual([]);
    expect(database.readEntries(0, 10)).toEqual([]);
    database.forgetUnbelieved();
    expect(database.status()).toEqual({ size: 0, believed: 0, trusted: null });
    database.close();
  });

  test('keeps each text as its bytes in UTF-8 are, also where half a character came', () => {
    const { database } = open();
    const texts = ['half \ud800 one', 'ü😀 \u2028 "\\" \t', '[1]', '', null];
    database.addEntries(texts.map((text, seq) => ({ seq, leafHash: 'a'.repeat(64), text, said: [] })));
    database.believe({ size: texts.length, trusted: 'head' });
    expect(database.readEntries(0, 10).map(({ text }) => text)).toEqual([
      'half \ufffd one',
      ...texts.slice(1),
    ]);
    database.close();
  });

  test('of who came to see a request later is whole once its first texts have come', () => {
    const whole = filled();
    const before = whole.search(all);
    whole.close();
    rmSync(path());
    const { database } = open();
    const isLate = ({ text }: LogItem): boolean => /request00001/.test(text ?? '');
    const late = LOG.filter(isLate).slice(0, 3);
    fill(
      database,
      LOG.map((item) => (late.includes(item) ? { ...item, text: null } : item)),
    );
    expect(database.search(all).rows.map(({ requestId }) => requestId)).toEqual(['request00002']);
    expect(database.torn()).toEqual(['request00001']);
    // Nothing comes in by this that was not verified, or is of another request.
    const unfit = [
      ...late.map((item) => ({ ...item, leafHash: 'b'.repeat(64) })),
      ...late.map((item) => ({ ...item, text: item.text?.replaceAll('request00001', 'request00009') ?? '' })),
      ...LOG.filter((item) => !isLate(item)).map((item) => ({ ...item, text: late[0]?.text ?? '' })),
    ];
    database.fillIn('request00001', unfit, { log: 'log.example', founding: null });
    expect(database.search(all).total).toBe(1);
    expect(database.readEntries(0, 2).map(({ text }) => text)).toEqual([null, null]);
    database.fillIn('request00001', late, { log: 'log.example', founding: null });
    expect(database.torn()).toEqual([]);
    expect(database.search(all)).toMatchObject({ total: before.total });
    expect(database.readEntries(0, 1_000)).toEqual(LOG);
    expect(database.timeline('request00001', {}).items).toHaveLength(LOG.filter(isLate).length);
    database.close();
  });

  test('lists requests, newest first, whatever portions they were indexed in', () => {
    const database = filled();
    const { rows, total } = database.search(all);
    expect(total).toBe(2);
    expect(rows.map(({ requestId, status }) => [requestId, status])).toEqual([
      ['request00002', 'denied'],
      ['request00001', 'revoked'],
    ]);
    expect(rows[1]).toMatchObject({ approvers: ['lead@example.com'], cause: 'expired', lateMs: 1_000 });
    database.close();
  });

  test.each<[string, Partial<HistoryQuery>, readonly string[]]>([
    ['the beginning of a word', { text: 'pay' }, ['request00001']],
    ['several words, in any order', { text: 'database wri' }, ['request00001']],
    ['a person without the accent', { text: 'exam ana' }, ['request00002']],
    ['an id', { text: 'prod/logs:read' }, ['request00002']],
    ['a ticket', { text: 'inc-1' }, ['request00001']],
    ['who reviewed', { text: 'lead@example' }, ['request00001', 'request00002']],
    ['nothing that is there', { text: 'zebra' }, []],
    ['operators of the search language', { text: 'NOT * OR "' }, []],
    ['only signs', { text: '"*-:^(' }, ['request00001', 'request00002']],
    ['a person', { person: 'ana@example.com' }, ['request00002']],
    ['an entitlement', { entitlementId: 'prod/db:write' }, ['request00001']],
    ['a state', { status: 'denied' }, ['request00002']],
    ['a date', { from: at(50) }, ['request00002']],
    [
      'everything together',
      { text: 'read', status: 'denied', to: at(200), person: 'ana@example.com' },
      ['request00002'],
    ],
  ])('finds by %s', (_name, query, ids) => {
    const database = filled();
    const { rows, total } = database.search({ ...all, ...query });
    expect(rows.map(({ requestId }) => requestId).sort()).toEqual(ids);
    expect(total).toBe(ids.length);
    database.close();
  });

  test('says that there is more than it counted', () => {
    const { database } = open();
    const many = logOf(
      Object.fromEntries(
        Array.from({ length: 400 }, (_, index) => {
          const requestId = `request${String(index).padStart(5, '0')}`;
          return [requestId, [submitted({ requestId })]];
        }),
      ),
    );
    fill(database, many, 1_000);
    expect(database.search({ ...all, limit: 50 })).toMatchObject({ total: 350, isMore: true });
    expect(database.search({ ...all, limit: 50, offset: 50 })).toMatchObject({ total: 400, isMore: false });
    database.close();
  });

  test('finds and puts right what was altered of what people read', () => {
    const database = filled();
    const before = database.search(all);
    const direct = new Database(path());
    direct.exec(
      `UPDATE contents SET row = replace(row, 'ana@', 'eve@') WHERE id = 2;
       UPDATE requests SET submitted_at = 0 WHERE id = 1;
       INSERT INTO requests (request_id, submitted_at, status)
         SELECT 'request00009', submitted_at, status FROM requests LIMIT 1`,
    );
    direct.close();
    expect(database.search(all)).not.toEqual(before);
    expect(database.checkIndex(0, 1)).toEqual({ last: 1, wrong: 1 });
    expect(database.checkIndex(1, 100)).toEqual({ last: 3, wrong: 2 });
    expect(database.checkIndex(3, 100)).toEqual({ last: null, wrong: 0 });
    expect(database.search(all)).toEqual(before);
    database.close();
  });

  test('shows nothing of what is not believed any more, and indexes anew what comes in its place', () => {
    const database = filled();
    const before = database.search(all);
    database.believe({ size: 0, trusted: 'null' });
    expect(database.search(all)).toEqual({ rows: [], total: 0, isMore: false });
    database.believe({ size: LOG.length, trusted: '{}' });
    while (database.indexSome(3) > 0);
    expect(database.search(all)).toEqual(before);
    database.close();
  });

  test('comes page by page', () => {
    const database = filled();
    expect(database.search({ ...all, limit: 1 })).toMatchObject({
      rows: [{ requestId: 'request00002' }],
      total: 2,
    });
    expect(database.search({ ...all, limit: 1, offset: 1 }).rows).toMatchObject([
      { requestId: 'request00001' },
    ]);
    expect(database.search({ ...all, limit: 1, offset: 2 })).toMatchObject({ rows: [], total: 2 });
    database.close();
  });

  test('tells one request as a timeline, with names', () => {
    const database = filled();
    const { items, state } = database.timeline('request00002', { 'lead@example.com': 'Lead' });
    expect(items.map(({ text }) => text)).toEqual([
      'Ana Éxample asked for Read the logs',
      'Lead denied',
      'Denied by Lead',
    ]);
    expect(state?.phase.kind).toBe('denied');
    expect(database.timeline('nothere00', {})).toEqual({ state: null, items: [], leftOut: null });
    database.close();
  });

  test('knows what it can be filtered by', () => {
    const database = filled();
    expect(database.facets()).toEqual({
      people: [
        { id: 'ana@example.com', name: 'Ana Éxample' },
        { id: 'dev@example.com', name: 'Dev Example' },
        { id: 'lead@example.com', name: 'lead@example.com' },
      ],
      entitlements: [
        { id: 'prod/logs:read', title: 'Read the logs' },
        { id: 'prod/db:write', title: 'Write to the payments database' },
      ],
    });
    database.close();
  });

  test('is exported as CSV in which nothing is a formula', () => {
    const database = filled();
    const file = join(folder, 'out.csv');
    expect(database.exportTo(all, 'csv', file)).toBe(2);
    const text = readFileSync(file, 'utf8');
    expect(text.split('\r\n')[0]).toBe(
      'requestId,requester,requesterName,access,entitlements,state,reason,ticket,submittedAt,approvedBy,deniedBy,startedAt,revokedAt,confirmedBy,endedBecause,secondsLate',
    );
    expect(text).toContain('"\'=cmd(""x""), ""quoted""\nsecond line"');
    expect(text).toContain(
      ',lead@example.com,,2027-01-15T08:00:03.000Z,2027-01-15T09:00:04.000Z,,expired,1\r\n',
    );
    expect(readdirSync(folder).some((name) => name.endsWith('.part'))).toBe(false);
    database.close();
  });

  test('is exported as JSON, only what was asked for', () => {
    const database = filled();
    const file = join(folder, 'out.json');
    expect(database.exportTo({ ...all, text: 'pay' }, 'json', file)).toBe(1);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([
      {
        requestId: 'request00001',
        requesterName: 'Dev Example',
        state: 'revoked',
        approvedBy: ['lead@example.com'],
        revokedAt: '2027-01-15T09:00:04.000Z',
        secondsLate: 1,
      },
    ]);
    database.close();
  });

  test('never exports as verified what an owner answers for', () => {
    const grantId = 'grant000001';
    const ending = { type: 'grantEnding', grantId, cause: 'expired', by: null, reason: '' } as const;
    const confirmed = {
      type: 'grantConfirmedGone',
      grantId,
      by: 'olga',
      reason: said('The server is scrapped'),
    } as const;
    const told = [submitted({}), review('approve'), approved, ...activated(), ending, confirmed];
    const database = fill(open().database, logOf({ request00001: told }));
    const file = join(folder, 'history.json');
    database.exportTo(all, 'json', file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject([
      { state: 'revoked', revokedAt: null, secondsLate: null, confirmedBy: 'olga' },
    ]);
    database.close();
  });

  test('skips entries that this version cannot read', () => {
    const { database } = open();
    const odd = [
      { seq: 0, leafHash: 'a'.repeat(64), text: null, said: [] },
      { seq: 1, leafHash: 'a'.repeat(64), text: '{"v":9}', said: [] },
      { seq: 2, leafHash: 'a'.repeat(64), text: 'garbage', said: [] },
      ...LOG.map((item) => ({ ...item, seq: item.seq + 3 })),
    ];
    fill(database, odd, 2);
    expect(database.search(all).total).toBe(2);
    database.close();
  });
});

describe('a damaged replica', () => {
  test.each([
    ['no database at all', () => writeFileSync(path(), 'not a database '.repeat(1_000))],
    ['empty pages in the middle', () => overwriteMiddle(path())],
  ])('%s is set aside and begun anew', (_name, damage) => {
    const before = filled();
    before.close();
    damage();
    const { database, damage: sentence } = open();
    expect(sentence && inEnglish(sentence)).toMatch(
      /was damaged\. It was set aside as .*history\.db\.damaged-2026/,
    );
    expect(database.status()).toMatchObject({ size: 0, believed: 0 });
    database.close();
    expect(readdirSync(folder).some((name) => name.startsWith('history.db.damaged-'))).toBe(true);
  });
});

function overwriteMiddle(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xff, 4_096, Math.min(bytes.length, 40_960));
  writeFileSync(file, bytes);
}
