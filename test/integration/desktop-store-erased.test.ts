import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import { openHistory } from '../../main/store/open-history.ts';
import { createLogSync } from '../../main/sync/log-sync.ts';
import type { ServiceApi } from '../../main/sync/link.ts';
import type { LogItem } from '../../shared/contract/api-types.ts';
import type { LogStatus } from '../../shared/contract/snapshot.ts';
import type { RequestEntry } from '../../shared/domain/request/request-entry.ts';
import { commitmentOf, sealSaid } from '../../shared/lib/said.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { FakeLog } from '../fakes/fake-log.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { said } from '../fakes/said.ts';
import { EVERY_REQUEST as all } from '../support/every-request.ts';
import { at } from '../unit/main/request-example.ts';
import { inThisThread } from './history-here.ts';
import { fill, indexAll, logOf, submitted } from './history-log.ts';

const WHY = said('quixotic zugzwang');
const SAID = said('flabbergasted');
const comment: RequestEntry = {
  type: 'requestCommented',
  by: 'lead@example.com',
  comment: SAID,
  commentId: 'comment1',
};
const ITEMS = [
  ...logOf({
    request00001: [submitted({ requestId: 'request00001', reason: WHY }), comment],
    request00002: [submitted({ requestId: 'request00002', requester: 'ana@example.com' })],
  }),
];

/** The entry by which what was said in `seqs` was erased, as the log's entry `seq`. */
function erasing(seq: number, ...seqs: number[]): LogItem {
  const entry = { type: 'textsErased', seqs };
  const { text } = sealSaid(sha256, {
    ...{ v: 2, seq, stream: 'organisation', version: 1, at: at(seq), actor: 'owner@example.com', entry },
  });
  return { seq, leafHash: 'b'.repeat(64), text, said: [] };
}

let folder: string;
let database: HistoryDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-erased-'));
  database = openHistory(join(folder, 'history.db'), 0).database;
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const found = (text: string): string[] =>
  database.search({ ...all, text }).rows.map(({ requestId }) => requestId);
/** Which of these words somebody who reads the files finds in them. */
const inFiles = (...words: string[]): string[] => {
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  return words.filter((word) => bytes.some((each) => each.includes(word)));
};
const lines = (): string => JSON.stringify(database.timeline('request00001', {}));

function take(item: LogItem): void {
  database.addEntries([item]);
  database.believe({ size: item.seq + 1, trusted: '{}' });
  indexAll(database);
}

test('what was erased is neither shown, nor found, nor in the files any more; the rest is', () => {
  fill(database, ITEMS);
  expect([found('quixotic'), found('zugz')]).toEqual([['request00001'], ['request00001']]);
  expect(lines()).toContain('flabbergasted');
  expect(inFiles('quixotic', 'zugzwang', 'flabbergasted')).toHaveLength(3);

  take(erasing(ITEMS.length, 0, 1));
  expect([found('quixotic'), found('zugz'), found('payout')]).toEqual([[], [], ['request00002']]);
  expect(database.search(all).rows.find(({ requestId }) => requestId === 'request00001')?.reason).toBeNull();
  expect(lines()).toContain('lead@example.com commented: The comment was erased.');
  expect(inFiles('quixotic', 'zugzwang', 'flabbergasted')).toEqual([]);
  expect(database.readEntries(0, 2).map((item) => item.said)).toEqual([[], []]);
  expect(database.checkIndex(0, 10)).toMatchObject({ wrong: 0 });
  expect(new Set(database.erased(0))).toEqual(
    new Set([commitmentOf(sha256, WHY), commitmentOf(sha256, SAID)]),
  );
  // Nobody reads all of it again to learn that nothing was added.
  expect(database.erased(2)).toBeNull();
});

test('one text of a request can be erased, and the others stay', () => {
  fill(database, ITEMS);
  take(erasing(ITEMS.length, 1));
  expect(found('quixotic')).toEqual(['request00001']);
  expect(inFiles('flabbergasted')).toEqual([]);
});

test('what somebody reads meanwhile stays in the files until the next start, is known to be there, and not tried again before', () => {
  fill(database, ITEMS);
  const reader = new Database(join(folder, 'history.db'));
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM entries').all();
  take(erasing(ITEMS.length, 0, 1));
  expect(inFiles('quixotic')).toEqual(['quixotic']);
  expect(database.hasTraces()).toBe(true);
  reader.exec('COMMIT');
  reader.close();
  indexAll(database);
  expect(database.hasTraces()).toBe(true);
  database.close();
  database = openHistory(join(folder, 'history.db'), 0).database;
  indexAll(database);
  expect(database.hasTraces()).toBe(false);
  expect(inFiles('quixotic', 'zugzwang', 'flabbergasted')).toEqual([]);
});

test('an entry erases nothing that comes after it, and no harm comes of places that are not here', () => {
  fill(database, ITEMS.slice(0, 1));
  take(erasing(1, 2, 77));
  take({ ...ITEMS[1]!, seq: 2 });
  expect(lines()).toContain('flabbergasted');
});

test('a replica that was indexed by a Latchkey that left the texts forgets them when it is opened', () => {
  fill(database, ITEMS);
  const last = erasing(ITEMS.length, 0, 1);
  database.addEntries([last]);
  database.believe({ size: last.seq + 1, trusted: '{}' });
  database.close();
  const other = new Database(join(folder, 'history.db'));
  other.exec("UPDATE meta SET value = '7' WHERE key = 'index'");
  other.close();
  database = openHistory(join(folder, 'history.db'), 0).database;
  indexAll(database);
  expect(found('quixotic')).toEqual([]);
  expect(inFiles('quixotic', 'zugzwang', 'flabbergasted')).toEqual([]);
});

test('who keeps requests beside the replica is told by what it was bound what has to be forgotten', async () => {
  const log = new FakeLog();
  const told: ReadonlySet<string>[] = [];
  let status: LogStatus = { size: 0, verifiedSize: 0, verifiedAt: null, alarm: null };
  const sync = createLogSync({
    identity: { log: log.pinned },
    history: inThisThread(database),
    home: folder,
    clock: new ManualClock(),
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    status: () => status,
    onStatus: (next) => (status = next),
    onErased: (sha256s) => told.push(sha256s),
    names: () => ({}),
    head: { read: () => null, write: () => undefined },
  });
  const api = { log: log.source } as unknown as ServiceApi;
  log.said = Object.fromEntries(ITEMS.map(({ seq, said: texts }) => [seq, [...texts]]));
  log.append(...ITEMS.flatMap(({ text }) => text ?? []));
  await sync.follow(api);
  expect(told).toEqual([]);
  log.append(erasing(ITEMS.length, 0).text ?? '');
  await sync.follow(api);
  await sync.follow(api);
  expect(told).toEqual([new Set([commitmentOf(sha256, WHY)])]);
  expect(found('quixotic')).toEqual([]);
});
