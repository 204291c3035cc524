import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootOf } from '../../shared/log/compact-range.ts';
import { loadLog } from '../../shared/service/log/load-log.ts';
import type { OpenedStore } from '../../shared/service/database/opened-store.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { until } from '../fakes/until.ts';
import { expecting, newBatch, newEntry } from '../support/new-batch.ts';
import { smallLibsqlPlace, smallPostgresPlace, type SmallPlace } from '../support/small-tmpfs.ts';
import { startPostgres, type RunningPostgres } from '../support/store-places.ts';

// The rest of what a store promises: service-store.test.ts.

let server: RunningPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** More than fit on the disk, so that a disk that is never full ends the test. */
const MOST_ENTRIES = 1_000;

/** An entry that takes room: what is random no database makes smaller. */
const append = ({ writer }: OpenedStore, version: number) =>
  writer.append(
    newBatch({ entries: [newEntry(version, randomBytes(150_000).toString('base64'))] }),
    expecting(version - 1),
  );

/** Appends until it is refused. How many were acknowledged. */
async function fill(opened: OpenedStore): Promise<number> {
  for (let version = 1; version <= MOST_ENTRIES; version += 1)
    try {
      await append(opened, version);
    } catch {
      return version - 1;
    }
  throw new Error('the disk was never full');
}

const versionsIn = async ({ store }: OpenedStore): Promise<readonly number[]> =>
  (await store.entries({ from: 0, limit: MOST_ENTRIES })).map(({ version }) => version);

async function goThrough(place: SmallPlace): Promise<void> {
  let opened = await place.open();
  const acknowledged = await fill(opened);
  expect(acknowledged).toBeGreaterThan(0);
  const versions = Array.from({ length: acknowledged }, (_, n) => n + 1);
  expect(await versionsIn(opened)).toEqual(versions);
  await expect(append(opened, acknowledged + 1)).rejects.toThrow();
  expect(await versionsIn(opened)).toEqual(versions);
  place.grow();
  await until(() =>
    append(opened, acknowledged + 1).then(
      () => true,
      () => false,
    ),
  );
  expect(await versionsIn(opened)).toEqual([...versions, acknowledged + 1]);
  const root = rootOf(sha256, (await loadLog(opened.store, sha256)).range);
  await opened.store.close();
  opened = await place.open();
  expect(rootOf(sha256, (await loadLog(opened.store, sha256)).range)).toEqual(root);
  expect(await versionsIn(opened)).toEqual([...versions, acknowledged + 1]);
  await opened.store.close();
}

describe.each([
  ['libSQL', () => smallLibsqlPlace()],
  ['PostgreSQL', () => smallPostgresPlace(server)],
])('the store on %s, on a disk that is full', (kind, makePlace: () => Promise<SmallPlace | null>) => {
  it('has what it acknowledged and nothing else, reads on, and writes again once there is room', async (context) => {
    const place = await makePlace();
    if (!place) {
      process.stderr.write(`NOT TESTED: ${kind} on a full disk. Only root can mount a small disk.\n`);
      return context.skip();
    }
    try {
      await goThrough(place);
    } finally {
      await place.remove();
    }
  });
});
