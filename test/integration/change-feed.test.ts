import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChangeFeed, type Change } from '../../shared/service/feed/change-feed.ts';
import { loadLog } from '../../shared/service/log/load-log.ts';
import type { NewEntry } from '../../shared/service/store/batch.ts';
import type { EntryRow } from '../../shared/service/store/rows.ts';
import type { OpenedStore } from '../../shared/service/database/opened-store.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { expecting, newBatch, newEntry } from '../support/new-batch.ts';
import { libsqlPlace, quiet, type StorePlace } from '../support/store-places.ts';

let place: StorePlace;
let opened: OpenedStore;
let reads: number;
let feed: ChangeFeed;
let told: number[][];
/** What entries have that are read, instead of what was written. */
let instead: Partial<EntryRow>;
beforeEach(async () => {
  place = await libsqlPlace();
  opened = await place.open();
  [reads, told, instead] = [0, [], {}];
  const { store } = opened;
  const counting = {
    ...store,
    entries: async (query: Parameters<typeof store.entries>[0]) => {
      reads += 1;
      return (await store.entries(query)).map((row) => ({ ...row, ...instead }));
    },
  };
  feed = new ChangeFeed({ store: counting, clock: systemClock, logger: quiet }, await loadLog(store, sha256));
  feed.listen(({ entries }) => told.push(entries.map(({ seq }) => seq)));
});
afterEach(async () => {
  await opened.store.close();
  await place.remove();
});

const published = (version: number): NewEntry => ({
  ...newEntry(version),
  entry: { type: 'organisationPublished', organisationVersion: version, files: {} },
});

/** What is then known without being read. */
async function write(...entries: NewEntry[]): Promise<Pick<Change, 'entries' | 'states'>> {
  const [first] = entries;
  const appended = await opened.writer.append(newBatch({ entries }), expecting((first?.version ?? 1) - 1));
  if (appended.kind === 'conflict') throw new Error(`moved: ${appended.moved.join()}`);
  return { entries: appended.entries, states: new Map() };
}

it('tells a request that comes after something was published by itself: it is told by what is in force then', async () => {
  await write(
    newEntry(1),
    published(2),
    newEntry(3),
    { ...newEntry(4), requestId: 'request00001' },
    published(5),
  );
  const prepared: number[] = [];
  feed.prepareWith(async (entries) => void prepared.push(entries.length));
  await feed.follow();
  expect([told, prepared]).toEqual([
    [
      [0, 1, 2],
      [3, 4],
    ],
    [3, 2],
  ]);
});

it('tells what this service wrote without reading it, once, and reads what others wrote before', async () => {
  const own = await write(newEntry(1));
  await feed.followOwn(own);
  expect([told, reads]).toEqual([[[0]], 1]);
  await write(newEntry(2));
  const later = await write(newEntry(3));
  await feed.followOwn(later);
  await feed.follow();
  expect(told).toEqual([[0], [1, 2]]);
});

it('tries again to tell what could not be prepared, and loses nothing of it', async () => {
  const own = await write(newEntry(1));
  let isBroken = true;
  feed.prepareWith(() => (isBroken ? Promise.reject(new Error('not now')) : Promise.resolve()));
  await expect(feed.followOwn(own)).rejects.toThrow('not now');
  expect([told, feed.size]).toEqual([[], 0]);
  isBroken = false;
  await feed.follow();
  expect(told).toEqual([[0]]);
});

it('follows a log no further that does not go on from what it told, and stays so', async () => {
  await feed.followOwn(await write(newEntry(1)));
  const { tip } = feed;
  instead = { leafHash: new Uint8Array(32) };
  await expect(feed.follow()).rejects.toThrow('was set back');
  instead = {};
  await write(newEntry(2));
  await expect(feed.follow()).rejects.toThrow('was set back');
  expect(() => feed.tip).toThrow('was set back');
  expect([feed.problem, feed.size, told]).toEqual([
    expect.stringContaining('was set back'),
    tip.range.size,
    [[0]],
  ]);
});
