import type { DeviceRow } from '../../shared/service/store/rows.ts';
import { instant } from '../../shared/lib/time.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../shared/lib/result.ts';
import { committing, noteJob, notesIn, type Committing } from '../support/committing.ts';
import {
  libsqlPlace,
  postgresPlace,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';

let server: RunningPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

describe('a service beside another that is always quicker', () => {
  let place: StorePlace;
  let one: Committing;
  let other: Committing;
  beforeEach(async () => {
    place = await postgresPlace(server);
    one = await committing(await place.open());
    other = await committing(await place.open());
  });
  afterEach(async () => {
    for (const each of [one, other]) {
      await each.commits.stop();
      await each.store.close();
    }
    await place.remove();
  });

  /** A command that the other service begins to write before, each time that it is decided; it comes first `first` times. */
  const overtaken = (first: number, more: Parameters<typeof noteJob>[1] = {}) => {
    const tries = { count: 0, others: [] as Promise<unknown>[] };
    const job = noteJob('mine', {
      ...more,
      async gather() {
        tries.count += 1;
        const written = other.commits.run(noteJob(`other ${tries.count}`));
        tries.others.push(written);
        if (tries.count <= first) await written;
      },
    });
    return { job, tries };
  };

  it('gets its turn after the first time with what waits for a log that does not change', async () => {
    const { job, tries } = overtaken(1, { exclusive: true });
    expect(await one.commits.run(job)).toEqual(ok('mine'));
    await Promise.all(tries.others);
    expect([tries.count, one.commits.counts.conflicts]).toEqual([2, 1]);
    expect(await notesIn(one)).toEqual(['other 1', 'mine', 'other 2']);
  });

  it('gets its turn after the third time with everything else, and tells what it wrote once', async () => {
    const told: number[] = [];
    one.feed.listen(({ entries }) => told.push(...entries.map(({ seq }) => seq)));
    const { job, tries } = overtaken(3);
    expect(await one.commits.run(job)).toEqual(ok('mine'));
    await Promise.all(tries.others);
    expect(await notesIn(one)).toEqual(['other 1', 'other 2', 'other 3', 'mine', 'other 4']);
    await one.feed.follow();
    expect(told).toEqual([0, 1, 2, 3, 4]);
    expect(await one.commits.run(noteJob('and goes on'))).toEqual(ok('and goes on'));
  });

  it('keeps nothing of a turn in which the database failed, and the next one works', async () => {
    const { job } = overtaken(1, {
      exclusive: true,
      decide(draft) {
        // No second row may have its number.
        draft.keepMark = true;
        draft.other.devices.push(DEVICE, DEVICE);
        return ok('never');
      },
    });
    await expect(one.commits.run(job)).rejects.toThrow();
    expect(await one.commits.run(noteJob('next'))).toEqual(ok('next'));
    expect((await notesIn(one)).filter((name) => !name.startsWith('other'))).toEqual(['next']);
  });
});

describe.each([
  ['libSQL', () => libsqlPlace()],
  ['PostgreSQL', () => postgresPlace(server)],
])('on %s', (_kind, makePlace: () => Promise<StorePlace>) => {
  it('a command that can never be written fails alone: those that came with it are carried out', async () => {
    const place = await makePlace();
    const service = await committing(await place.open());
    const never = noteJob('never', {
      decide(draft) {
        draft.effects.push({ type: 'done', key: 'what is not there' });
        return ok('never');
      },
    });
    const jobs = [noteJob('before'), never, noteJob('after')];
    const answers = await Promise.allSettled(jobs.map((job) => service.commits.run(job)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await notesIn(service)).toEqual(['before', 'after']);
    await service.commits.stop();
    await service.store.close();
    await place.remove();
  });
});

const DEVICE: DeviceRow = {
  ...{ deviceId: 'd1', person: 'dev@example.com', name: 'x', signingKey: 'k', sealingKey: 's' },
  joinedAt: instant(0),
};
