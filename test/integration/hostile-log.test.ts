import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openHistory } from '../../main/store/open-history.ts';
import { createLogSync } from '../../main/sync/log-sync.ts';
import { createClient, type Client } from '../../shared/client/create-client.ts';
import { logFollower } from '../../shared/client/log-follower.ts';
import type { LogStatus } from '../../shared/contract/snapshot.ts';
import { EndlessLog } from '../fakes/endless-log.ts';
import { FAKE_IDENTITY } from '../fakes/fake-api.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { smallDisk } from '../support/small-disk.ts';
import { startFakeEdge } from './edge-of-fake.ts';
import { inThisThread } from './history-here.ts';
import { saidInEnglish } from '../support/in-words.ts';

// A hostile service: it has the log's key and answers everything that is asked, over real sockets.

let folder: string;
let stops: (() => Promise<unknown> | void)[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-hostile-'));
  stops = [];
});
afterEach(async () => {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(log: EndlessLog): Promise<Client> {
  const { edge, url } = await startFakeEdge(undefined, 0, (api) => ({ ...api, log: log.api }));
  const client = createClient({ url, identity: FAKE_IDENTITY });
  stops.push(
    () => edge.stop(),
    () => client.close(),
  );
  return client;
}

const MB = 1_000_000;
/** More than any disk holds, and what a disk could hold, by its number alone. */
const ENORMOUS = 2 ** 50;
const PLAUSIBLE = 2 ** 17;

const disk = () => smallDisk(folder, 100 * MB);

describe('the command line', () => {
  const read = (log: EndlessLog, { api }: Client, small = disk()) =>
    logFollower(folder, { log: log.pinned }, small.space).follow(api.log);

  test('fetches nothing of a log that no disk could hold, and says what it would need', async () => {
    const log = new EndlessLog(ENORMOUS, 'small');
    const followed = await read(log, await serve(log));
    expect(followed).toMatchObject({ ok: false, error: { kind: 'noRoom' } });
    const sentence = followed.ok ? '' : saidInEnglish(followed.error.sentence);
    expect(sentence).toContain('1,125,899,906,842,624 entries');
    expect(sentence).toContain('needs about 84,442 TB; 100 MB are free, of which 10 MB are left alone');
    expect(log.sent).toBe(0);
  });

  test('stops at the reserve of the disk when the entries go on and on, and deletes what it had fetched', async () => {
    const log = new EndlessLog(PLAUSIBLE, 'e'.repeat(4_000));
    const small = disk();
    const followed = await read(log, await serve(log), small);
    expect(followed).toMatchObject({ ok: false, error: { kind: 'noRoom' } });
    expect(small.most()).toBeGreaterThan(50 * MB);
    expect(small.most()).toBeLessThan(91 * MB);
    expect(small.used()).toBe(0);
  });

  test('takes no entry that is not proven to be one of the signed log, and keeps the evidence', async () => {
    const log = new EndlessLog(PLAUSIBLE, 'e'.repeat(100));
    log.garbageFrom = 1_500;
    const client = await serve(log);
    expect(await read(log, client)).toMatchObject({ ok: false, error: { kind: 'alarm' } });
    // The page with the garbage was the last one that was asked for.
    expect(log.sent).toBe(2_000);
    expect(readdirSync(folder).sort()).toEqual(['log-alarm.json', 'log-entries.jsonl', 'log.lock']);
    expect(disk().used()).toBeLessThan(20_000);
    await read(log, client);
    expect(log.sent).toBe(2_000);
  });

  test('takes in a long log that fits, without holding all of it in memory', async () => {
    const log = new EndlessLog(20_000, 'e'.repeat(2_000));
    const followed = await read(log, await serve(log));
    if (!followed.ok) throw new Error(saidInEnglish(followed.error.sentence));
    let count = 0;
    for await (const { text } of followed.value.entries()) count += text?.length === 2_000 ? 1 : 0;
    expect(count).toBe(20_000);
  });
});

describe('the desktop', () => {
  function desk(log: EndlessLog, small = disk()) {
    const { database } = openHistory(join(folder, 'history.db'), 0);
    stops.push(() => database.close());
    let status: LogStatus = { size: 0, verifiedSize: 0, verifiedAt: null, alarm: null };
    const told: LogStatus[] = [];
    const sync = createLogSync({
      identity: { log: log.pinned },
      history: inThisThread(database),
      home: folder,
      clock: new ManualClock(),
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      status: () => status,
      onStatus: (next) => told.push((status = next)),
      onErased: () => undefined,
      names: () => ({}),
      head: { read: () => null, write: () => {} },
      space: small.space,
    });
    return { sync, small, told, status: () => status };
  }

  test('fetches nothing of a log that no disk could hold, and says what it would need', async () => {
    const log = new EndlessLog(ENORMOUS, 'small');
    const { sync, status } = desk(log);
    await sync.follow((await serve(log)).api);
    expect(saidInEnglish(status().stopped ?? '')).toContain('This disk has no room for the history.');
    expect(status()).toMatchObject({ size: 0, alarm: null });
    expect(log.sent).toBe(0);
  });

  test('stops at the reserve of the disk, gives the room back, and does not try the same again', async () => {
    const log = new EndlessLog(PLAUSIBLE, 'e'.repeat(4_000));
    const { sync, small, status } = desk(log);
    const { api } = await serve(log);
    await sync.follow(api);
    expect(saidInEnglish(status().stopped ?? '')).toContain('is really that long');
    expect(small.most()).toBeLessThan(90 * MB);
    expect(small.used()).toBeLessThan(10 * MB);
    const { sent } = log;
    expect(sent).toBeGreaterThan(2_000);
    await sync.follow(api);
    expect(log.sent).toBe(sent);
  });

  test('takes no entry that is not proven to be one of the signed log, and raises the alarm', async () => {
    const log = new EndlessLog(PLAUSIBLE, 'e'.repeat(100));
    log.garbageFrom = 1_500;
    const { sync, status } = desk(log);
    await sync.follow((await serve(log)).api);
    expect(status().alarm?.sentence).toBe(
      'The first 2000 entries as delivered are not those of the 131072 that the log signed.',
    );
    expect(status().size).toBe(0);
    expect(status().progress).toBeUndefined();
    expect(log.sent).toBe(2_000);
  });

  test('says how far it is while it fetches, checking who signed meanwhile, makes the entries readable, and checks all again', async () => {
    const log = new EndlessLog(2_500, 'e');
    const { sync, told, status } = desk(log);
    await sync.follow((await serve(log)).api);
    expect(told.flatMap(({ progress }) => progress ?? [])).toEqual([
      ...[1_000, 2_000, 2_500].map((done) => ({ what: 'fetching', done, of: 2_500 })),
      ...[500, 1_000, 1_500, 2_000].map((done) => ({ what: 'indexing', done, of: 2_500 })),
    ]);
    expect(status()).toMatchObject({ size: 2_500, verifiedSize: 2_500 });
    expect(await sync.verify()).toMatchObject({ ok: true });
    expect(told.flatMap(({ progress }) => progress ?? []).filter(({ what }) => what === 'checking')).toEqual(
      [1_000, 2_000].map((done) => ({ what: 'checking', done, of: 2_500 })),
    );
    expect(status().progress).toBeUndefined();
  });
});
