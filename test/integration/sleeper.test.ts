import { expect, it } from 'vitest';
import { refuse } from '../../shared/domain/refusal.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { SteadyTime } from '../../shared/lib/steady-time.ts';
import { instant, SECOND_MS } from '../../shared/lib/time.ts';
import { WorkSignals } from '../../shared/service/changes/work-signals.ts';
import { Sleeper } from '../../shared/service/expiry/sleeper.ts';
import { Barred } from '../../shared/service/writer/unless-barred.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { until } from '../fakes/until.ts';
import { newBatch, newEntry } from '../support/new-batch.ts';
import { serverOfFile } from '../support/server-of-file.ts';
import { libsqlPlace, madePostgresPlace, type StorePlace } from '../support/store-places.ts';
import { silentLogger } from './service-fixture.ts';

// What it does with real streams and effects is in service-effects.test.ts and the tests of leases, lapses and reminders.

const server = serverOfFile();

it('looks again after a second at what was due and was refused, and then after twice as long', async () => {
  const clock = new ManualClock();
  let looks = 0;
  const sleeper = new Sleeper({
    ...{ clock, time: new SteadyTime(clock, instant(0)), work: new WorkSignals(), logger: silentLogger },
    store: {
      dueStreams: async () => [{ stream: 'request/1', seq: 0, nextAt: instant(1) }],
      nextTimerAt: async () => null,
      poolsWithWork: async () => [],
    },
    effects: { work: async () => null },
    kinds: [
      {
        prefix: 'request/',
        tick() {
          looks += 1;
          return { key: null, decide: () => ok(null) };
        },
      },
    ],
    commits: {
      run: async () => err(refuse('tooManyTries', 'asWritten', { text: 'The service has too much to do.' })),
    },
  });
  const running = sleeper.run();
  await until(() => clock.sleeping === 1);
  expect(looks).toBe(1);
  await clock.advance(900);
  expect(looks).toBe(1);
  await clock.advance(200);
  await until(() => looks === 2);
  await clock.advance(1_900);
  expect(looks).toBe(2);
  await clock.advance(200);
  await until(() => looks === 3);
  await sleeper.stop();
  await running;
});

it('fires nothing, begins no effect and keeps no mark while the store’s server says why not, and goes on afterwards', async () => {
  const clock = new ManualClock();
  const done: string[] = [];
  const server = { problem: (): string | null => 'the clock is wrong', now: clock.now };
  const sleeper = new Sleeper({
    ...{ clock, time: new SteadyTime(clock, instant(0)), work: new WorkSignals(), logger: silentLogger },
    store: {
      server,
      dueStreams: async () => [{ stream: 'request/1', seq: 0, nextAt: instant(1) }],
      nextTimerAt: async () => null,
      poolsWithWork: async () => [],
    },
    effects: { work: async () => (done.push('effects'), null) },
    kinds: [{ prefix: 'request/', tick: () => ({ key: 'tick', decide: () => ok(null) }) as never }],
    commits: { run: async ({ key }) => (done.push(key ? 'timer' : 'mark'), ok(null as never)) },
  });
  const running = sleeper.run();
  for (let seconds = 0; seconds < 90; seconds += 1) await clock.advance(SECOND_MS);
  expect(done).toEqual([]);
  server.problem = () => null;
  await clock.advance(SECOND_MS);
  expect(done.slice(0, 3)).toEqual(['timer', 'mark', 'effects']);
  await sleeper.stop();
  await running;
});

it('says nothing of each stream, and leaves none alone, when what is due may not be written just then', async () => {
  const clock = new ManualClock();
  const errors: string[] = [];
  let tries = 0;
  const sleeper = new Sleeper({
    ...{ clock, time: new SteadyTime(clock, instant(0)), work: new WorkSignals() },
    logger: { ...silentLogger, error: (_fields: object, message: string) => void errors.push(message) },
    store: {
      dueStreams: async () => (tries < 2 ? [{ stream: 'request/1', seq: 0, nextAt: instant(1) }] : []),
      nextTimerAt: async () => (tries < 2 ? instant(1) : null),
      poolsWithWork: async () => [],
    },
    effects: { work: async () => null },
    kinds: [{ prefix: 'request/', tick: () => ({ key: 'tick', decide: () => ok(null) }) as never }],
    commits: {
      async run({ key }) {
        if (key && (tries += 1) === 1) throw new Barred('the clock is wrong');
        return ok(null as never);
      },
    },
  });
  const running = sleeper.run();
  await until(() => clock.sleeping === 1);
  await clock.advance(20);
  await until(() => tries === 2);
  expect(errors).toEqual([]);
  await sleeper.stop();
  await running;
});

it.each([
  ['libSQL', () => libsqlPlace()],
  ['PostgreSQL', () => madePostgresPlace(server())],
])(
  'serves on %s what is due behind any number of streams that fail, or that only a newer Latchkey knows',
  async (_kind, makePlace: () => Promise<StorePlace>) => {
    const place = await makePlace();
    const { store, writer } = await place.open();
    const clock = new ManualClock();
    const many = (kind: string) => Array.from({ length: 450 }, (_, index) => `${kind}/${index}`);
    const streams = [...many('newer'), ...many('failing'), 'served/1'];
    const append = (part: Parameters<typeof newBatch>[0], known: number) =>
      writer.append(newBatch(part), {
        ...{ streams: new Map(), grants: new Map(), known, size: null },
        lastLeaf: null,
      });
    const due = { nextAt: instant(clock.now() - 60_000) };
    await append(
      {
        entries: streams.map((stream) => ({ ...newEntry(1), stream })),
        timers: streams.map((stream) => ({ stream, ...due })),
      },
      0,
    );
    const served: string[] = [];
    const sleeper = new Sleeper({
      ...{ clock, store, work: new WorkSignals(), logger: silentLogger },
      time: new SteadyTime(clock, instant(0)),
      effects: { work: async () => null },
      kinds: ['failing/', 'served/'].map((prefix) => ({
        prefix,
        tick: (stream) => ({ key: null, streams: [stream], decide: () => ok(null) }),
      })),
      commits: {
        async run({ streams: [stream = ''] = [] }) {
          if (stream.startsWith('failing/')) throw new Error('a defect');
          if (stream !== '') {
            await append({ timers: [{ stream, nextAt: null }] }, streams.length);
            served.push(stream);
          }
          return ok(null as never);
        },
      },
    });
    const running = sleeper.run();
    await until(async () => {
      await clock.advance(20);
      return served.length > 0;
    });
    expect(served).toEqual(['served/1']);
    await sleeper.stop();
    await running;
    await store.close();
    await place.remove();
  },
);
