import { saidInEnglish } from '../support/in-words.ts';
import { inWords } from '../support/in-words.ts';
import { inEnglish } from '../../shared/words/words.ts';
import Database from 'libsql';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openHistory } from '../../main/store/open-history.ts';
import { localSections } from '../../main/store/local-data.ts';
import type { HistoryDatabase } from '../../main/store/history-database.ts';
import type { ServiceApi } from '../../main/sync/link.ts';
import { createLogSync } from '../../main/sync/log-sync.ts';
import type { Identity } from '../../shared/client/identity.ts';
import type { LogStatus } from '../../shared/contract/snapshot.ts';
import { say } from '../../shared/client/say.ts';
import { sealSaid } from '../../shared/lib/said.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { FakeLog } from '../fakes/fake-log.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { EVERY_REQUEST as all } from '../support/every-request.ts';
import { inThisThread } from './history-here.ts';
import { LOG } from './history-log.ts';
import type { Told } from '../../shared/words/told.ts';
import { wordsIn } from '../../shared/words/words.ts';

let folder: string;
let database: HistoryDatabase;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-log-'));
  database = openHistory(join(folder, 'history.db'), 0).database;
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function desk(log: FakeLog, names: () => Readonly<Record<string, string>> = () => ({}), home = folder) {
  let status: LogStatus = { size: 0, verifiedSize: 0, verifiedAt: null, alarm: null };
  let head: string | null = null;
  const warned: unknown[] = [];
  const lost: Told[] = [];
  const logger = { debug() {}, info() {}, warn: (fields: object) => warned.push(fields), error() {} };
  const sync = () =>
    createLogSync({
      identity: { log: log.pinned } as Identity,
      history: inThisThread(database),
      home,
      clock: new ManualClock(),
      logger,
      onLost: (what) => lost.push(what),
      status: () => status,
      onStatus: (next) => (status = next),
      onErased: () => undefined,
      names,
      head: { read: () => head, write: (text) => (head = text) },
    });
  return { sync, api: { log: log.source } as unknown as ServiceApi, status: () => status, warned, lost };
}

test('follows the log as it grows, and verifies what is kept without a service', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c', 'd', 'e');
  await sync().follow(api);
  log.append('f');
  await sync().follow(api);
  expect(status()).toMatchObject({ size: 6, verifiedSize: 6, alarm: null });
  expect(status().verifiedAt).not.toBeNull();
  expect(await sync().verify()).toEqual({ ok: true, value: { size: 6 } });
});

test('a rewritten past raises an alarm, keeps the evidence, shows nothing of it and is not followed again', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  log.rewrite('a', 'B', 'c', 'd');
  await sync().follow(api);
  const { alarm } = status();
  expect(alarm?.kind).toBe('rootMismatch');
  expect(JSON.parse(readFileSync(alarm!.evidenceFile, 'utf8'))).toMatchObject({
    evidence: { trustedSize: 3 },
  });
  expect(database.status()).toMatchObject({ size: 3, believed: 3 });
  const calls = log.calls;
  await sync().follow(api);
  expect(log.calls).toBe(calls);
});

test('an alarm whose evidence cannot be written is told all the same, and its evidence kept as soon as it can be', async () => {
  const log = new FakeLog();
  // A file stands where the folder should be: nothing can be written there.
  const home = join(folder, 'home');
  writeFileSync(home, '');
  const { sync, api, status } = desk(log, undefined, home);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  log.rewrite('a', 'b');
  await sync().follow(api);
  const alone = 'The log had 3 entries and now says that it has 2.';
  expect(status().alarm).toMatchObject({ kind: 'shrunk', unkept: { sentence: alone } });
  expect(wordsIn('en').spoken(status().alarm?.sentence ?? '')).toMatch(
    /^The log had 3 .* has 2\. The evidence could not be kept \(.+\)\. Make room for it; it is tried again\.$/,
  );
  // It outlives a restart.
  expect(localSections.log.parse(status())).toEqual(status());
  const { calls } = log;
  await sync().follow(api);
  expect(status().alarm?.unkept).toBeDefined();

  rmSync(home);
  await sync().follow(api);
  const { alarm } = status();
  expect(alarm).toMatchObject({ kind: 'shrunk', sentence: alone, told: inWords(alone) });
  expect(JSON.parse(readFileSync(alarm!.evidenceFile, 'utf8'))).toMatchObject({
    evidence: { trustedSize: 3, offeredSize: 2 },
  });
  expect(log.calls).toBe(calls);
});

/** From now on the replica takes nothing in `table`, as on a full disk; until what it answers is called. */
function fillUp(table: string, kinds = ['INSERT', 'UPDATE', 'DELETE']): () => void {
  const other = new Database(join(folder, 'history.db'));
  for (const kind of kinds)
    other.exec(
      `CREATE TRIGGER full_${kind} BEFORE ${kind} ON ${table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`,
    );
  return () => {
    for (const kind of kinds) other.exec(`DROP TRIGGER full_${kind}`);
    other.close();
  };
}

test('an alarm is told although what came with it cannot be deleted', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  log.append('d', 'e', 'f', 'g', 'h');
  log.texts[7] = 'H';
  const emptied = fillUp('entries', ['DELETE']);
  await expect(sync().follow(api)).rejects.toThrow('the disk is full');
  emptied();
  expect(status().alarm?.kind).toBe('rootMismatch');
});

test('entries that were changed are told although that cannot be written, until they are fetched again', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c');
  const desktop = sync();
  await desktop.follow(api);
  database.addEntries([{ seq: 1, leafHash: 'f'.repeat(64), text: 'something else', said: [] }]);
  const emptied = fillUp('meta');
  expect(await desktop.verify()).toMatchObject({ ok: false, error: { code: 'tampered' } });
  expect(status()).toMatchObject({ size: 3, verifiedSize: 0 });
  await expect(desktop.follow(api)).rejects.toThrow('the disk is full');
  expect(status()).toMatchObject({ size: 3, verifiedSize: 0 });
  emptied();
  await desktop.follow(api);
  expect(status()).toMatchObject({ size: 3, verifiedSize: 3, alarm: null });
  expect(await desktop.verify()).toEqual({ ok: true, value: { size: 3 } });
});

test('a log that became shorter raises an alarm', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  log.rewrite('a', 'b');
  await sync().follow(api);
  expect(status().alarm?.kind).toBe('shrunk');
});

test('a log that became shorter raises an alarm also where its replica was lost', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  database.believe({ size: 0, trusted: 'null' });
  log.rewrite('a', 'b');
  await sync().follow(api);
  expect(status().alarm?.kind).toBe('shrunk');
});

test('a replica that was lost is fetched again, which is told, and must continue what was verified before', async () => {
  const log = new FakeLog();
  const { sync, api, status, warned, lost } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  database.believe({ size: 0, trusted: 'null' });
  database.forgetUnbelieved();
  log.append('d');
  await sync().follow(api);
  expect(status()).toMatchObject({ size: 4, alarm: null });
  expect(lost.map((what) => wordsIn('en').tell(what))).toEqual([expect.stringContaining('is fetched again')]);
  expect(warned).toEqual([{ kept: 0, verified: 3 }]);
  await sync().follow(api);
  expect(lost).toHaveLength(1);

  database.believe({ size: 0, trusted: 'null' });
  database.forgetUnbelieved();
  log.rewrite('a', 'x', 'c', 'd', 'e');
  await sync().follow(api);
  expect(status().alarm?.kind).toBe('fork');
});

test('a replica that is damaged is fetched again, which is told, and one that lacks its end is a line of the log', async () => {
  const log = new FakeLog();
  const { sync, api, status, warned, lost } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  const first = database.status().trusted ?? '';
  log.append('d');
  await sync().follow(api);
  expect([warned, lost]).toEqual([[], []]);
  database.believe({ size: 3, trusted: first });
  database.forgetUnbelieved();
  await sync().follow(api);
  expect([warned, lost]).toEqual([[{ kept: 3, verified: 4 }], []]);

  database.believe({ size: 4, trusted: first.replace('3', '4') });
  await sync().follow(api);
  expect(lost).toHaveLength(1);
  expect(status()).toMatchObject({ size: 4, alarm: null });
});

test('entries that were changed on this device are found, and fetched again', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  database.addEntries([{ seq: 1, leafHash: 'f'.repeat(64), text: 'something else', said: [] }]);
  expect(await sync().verify()).toMatchObject({ ok: false });
  // Until they are fetched again, the sign does not say that they are verified.
  expect(status()).toMatchObject({ size: 3, verifiedSize: 0 });
  await sync().follow(api);
  expect(status()).toMatchObject({ size: 3, alarm: null });
  expect(await sync().verify()).toEqual({ ok: true, value: { size: 3 } });
});

test('a text is taken in only where its entry is bound to it, and one that is altered here is found', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  const { text, said: texts } = sealSaid(sha256, { why: say('because') });
  log.append('a', text, 'c');
  log.said = { 1: [say('because')] };
  await expect(sync().follow(api)).rejects.toThrow('not the one that was said');
  expect(status()).toMatchObject({ size: 0, alarm: null, stopped: { code: 'entriesUnfit' } });
  expect(saidInEnglish(status().stopped ?? '')).toContain('not the one that was said.');
  expect(database.status().size).toBe(0);
  log.said = { 1: [...texts] };
  await sync().follow(api);
  expect(status()).toMatchObject({ size: 3, alarm: null });
  expect(status().stopped).toBeUndefined();
  const [first, second] = database.readEntries(0, 2);
  if (!first || !second) throw new Error('there are no entries');
  expect(second.said).toEqual(texts);

  database.addEntries([{ ...second, said: [] }]);
  expect(await sync().verify()).toEqual({ ok: true, value: { size: 3 } });
  database.addEntries([{ ...second, said: [say('because')] }]);
  expect(await sync().verify()).toMatchObject({ ok: false });
  log.said = {};
  await sync().follow(api);
  expect(await sync().verify()).toEqual({ ok: true, value: { size: 3 } });
});

test('a log that grows while it is verified raises no alarm', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append('a', 'b', 'c');
  await sync().follow(api);
  const desktop = sync();
  const verifying = desktop.verify();
  log.append('d', 'e');
  await Promise.all([desktop.follow(api), verifying]);
  expect(await verifying).toEqual({ ok: true, value: { size: 3 } });
  expect(status()).toMatchObject({ size: 5, alarm: null });
});

test('a fetch that was cut off is finished by the next one', async () => {
  const log = new FakeLog();
  const { sync, api, status } = desk(log);
  log.append(...'abcdefghij');
  const entries = log.source.entries.query.bind(log.source.entries);
  let left = 2;
  const flaky = {
    log: {
      ...log.source,
      entries: {
        query: (input: Parameters<typeof entries>[0]) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('the line is cut')) : entries(input);
        },
      },
    },
  } as unknown as ServiceApi;
  await expect(sync().follow(flaky)).rejects.toThrow('cut');
  expect(database.status().believed).toBe(0);
  await sync().follow(api);
  expect(status()).toMatchObject({ size: 10, alarm: null });
});

test('finds what people answered by the names they have now, also without a service', async () => {
  const log = new FakeLog();
  let names: Readonly<Record<string, string>> = {};
  const { sync, api } = desk(log, () => names);
  log.append(...LOG.flatMap(({ text }) => text ?? []));
  const logSync = sync();
  await logSync.follow(api);
  const found = (text: string): number => database.search({ ...all, text }).total;
  expect(found('quorum')).toBe(0);
  names = { 'lead@example.com': 'Quorum Keeper' };
  await logSync.follow(api);
  expect(found('quorum')).toBe(2);
  names = { 'lead@example.com': 'Quorum Newname' };
  await sync().open();
  expect([found('keeper'), found('newname')]).toEqual([0, 2]);
});

test('a text that the service keeps back is found, as it is not said to be erased', async () => {
  const log = new FakeLog();
  const { sync, api } = desk(log);
  log.append(...LOG.map(({ text }) => text ?? ''));
  log.said = Object.fromEntries(LOG.map(({ seq, said }) => [seq, seq === 0 ? [] : said]));
  await sync().follow(api);
  const kept = await sync().verify();
  expect(kept.ok ? null : inEnglish(kept.error.told)).toMatch(
    /^What people said in one entry \(0\) is missing/,
  );
  // Nothing of it is taken for altered, so nothing is fetched again.
  expect(database.status().believed).toBe(LOG.length);
});
