import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/api/api.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { organisationStream } from '../../shared/domain/organisation/organisation-stream.ts';
import { NOTHING_SEEN } from '../../shared/domain/statements/statement.ts';
import type { DeviceRow } from '../../shared/service/store/rows.ts';
import { durationMs, instant } from '../../shared/lib/time.ts';
import { SteadyTime } from '../../shared/lib/steady-time.ts';
import type { Draft } from '../../shared/service/commit/draft.ts';
import { GroupCommit } from '../../shared/service/commit/group-commit.ts';
import type { Job } from '../../shared/service/commit/job.ts';
import { nextTurn } from '../../shared/service/system/next-turn.ts';
import { loadLog } from '../../shared/service/log/load-log.ts';
import { ChangeFeed } from '../../shared/service/feed/change-feed.ts';
import type { ServiceStore } from '../../shared/service/store/service-store.ts';
import type { LogWriter } from '../../shared/service/writer/log-writer.ts';
import { rootOf } from '../../shared/log/compact-range.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { DEV, LEAD, OTHER, refusalOf, ServiceFixture, silentLogger, unique } from './service-fixture.ts';
import { said } from '../fakes/said.ts';
import { serverOfFile } from '../support/server-of-file.ts';
import { libsqlPlace, madePostgresPlace, type StorePlace } from '../support/store-places.ts';

const server = serverOfFile();
let place: StorePlace;
let store: ServiceStore;
let announced: number[];
let isBroken: boolean;
let removed: Set<string>;
let feed: ChangeFeed;
let commits: GroupCommit;

const job = (decide: Job<string>['decide'], key: string | null = null): Job<string> => ({
  key:
    key === null
      ? null
      : {
          caller: DEV,
          key,
          verb: 'test',
          keep: (answer) => answer,
          again: async (kept) => `again ${String(kept)}`,
        },
  streams: ['organisation'],
  decide,
});
/** An entry that may be written any number of times. */
const acceptClock = (draft: Draft): void => {
  const command = { type: 'acceptClock', shown: instant(1) } as const;
  draft.carryOut(organisationStream, { id: '', command, actor: DEV });
};
const writing = (name: string, key: string | null = null) =>
  job((draft) => {
    acceptClock(draft);
    return ok(name);
  }, key);

describe.each([
  ['libSQL', () => libsqlPlace()],
  ['PostgreSQL', () => madePostgresPlace(server())],
])('the group commit on %s', (kind, makePlace: () => Promise<StorePlace>) => {
  beforeEach(async () => {
    place = await makePlace();
    const real = await place.open();
    ({ store } = real);
    isBroken = false;
    removed = new Set();
    /** The real store on a disk that can be full: the batch is cut off in the middle, as the database would. */
    const writer: LogWriter = {
      append: (batch, expected) => {
        const nowhere = { stream: 'nowhere', nextAt: instant(1) };
        const broken = isBroken ? { ...batch, timers: [...batch.timers, nowhere] } : batch;
        return real.writer.append(broken, expected);
      },
    };
    announced = [];
    const clock = new ManualClock();
    const time = new SteadyTime(clock, (await store.head()).markAt);
    feed = new ChangeFeed({ store, clock, logger: silentLogger }, await loadLog(store, sha256));
    feed.listen(({ entries }) => announced.push(...entries.map(({ seq }) => seq)));
    const onCommit = () => undefined;
    commits = new GroupCommit({
      store,
      writer,
      feed,
      time,
      logger: silentLogger,
      isRemoved: (deviceId) => removed.has(deviceId),
      onCommit,
    });
  });
  afterEach(async () => {
    await commits.stop();
    await store.close();
    await place.remove();
  });

  it('writes what comes together in one transaction, and announces it in the order of the log', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => commits.run(writing(name))));
    expect(answers.map((each) => each.ok && each.value)).toEqual(['a', 'b', 'c']);
    expect([commits.counts.commits, announced]).toEqual([1, [0, 1, 2]]);
    expect((await store.entries({ from: 0, limit: 9 })).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it('waits for what may still come of what arrived with it, comes of it what may, and for nothing that arrives later', async () => {
    let verify = (): void => undefined;
    const verified = new Promise<void>((resolve) => (verify = resolve));
    const written = [commits.coming.expect(verified).then(() => commits.run(writing('b')))];
    const forged = commits.coming.expect(Promise.reject(new Error('does not fit')));
    written.push(commits.run(writing('a')));
    await expect(forged).rejects.toThrow('does not fit');
    for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    expect(commits.counts.commits).toBe(0);
    void commits.coming.expect(new Promise(() => undefined));
    verify();
    expect(await Promise.all(written)).toEqual([ok('b'), ok('a')]);
    expect([commits.counts.commits, announced]).toEqual([1, [0, 1]]);
  });

  it('answers a repeated command as the first time, together or apart, and another one with its key not at all', async () => {
    const twice = await Promise.all([commits.run(writing('a', 'key-1')), commits.run(writing('b', 'key-1'))]);
    expect(twice).toEqual([ok('a'), ok('again a')]);
    expect(await commits.run(writing('c', 'key-1'))).toEqual(ok('again a'));
    const other = writing('d', 'key-1');
    const refused = await commits.run({ ...other, key: other.key && { ...other.key, verb: 'other' } });
    expect(refused).toMatchObject({ ok: false, error: { code: 'badInput' } });
    expect(feed.size).toBe(1);
  });

  it('writes nothing that a device signed which was removed while that waited for its turn', async () => {
    const confirming = (device: string) =>
      job((draft) => {
        const command = { type: 'confirm', person: LEAD, by: DEV, byOwner: true, isMember: true } as const;
        const statement = {
          v: 1,
          log: 'l',
          type: 'confirmMember',
          by: DEV,
          device,
          body: { person: LEAD },
        } as const;
        const confirmed = draft.carryOut(organisationStream, {
          ...{ id: '', actor: DEV, command: { ...command, isNew: true, byIsNew: false, broughtIn: false } },
          signed: { statement: { ...statement, at: instant(1), seen: NOTHING_SEEN }, signature: 's' },
        });
        return confirmed.ok ? ok(device) : confirmed;
      });
    removed.add('lost');
    const refused = await Promise.all(['lost', 'kept'].map((device) => commits.run(confirming(device))));
    expect(refused).toMatchObject([{ ok: false, error: { code: 'notSignedIn' } }, ok('kept')]);
    expect(feed.size).toBe(1);
  });

  it('keeps nothing of a command that is refused or fails, and goes on with the others', async () => {
    const refusal = refuse('notAllowed', 'asWritten', { text: 'No.' });
    const half = (end: () => never | ReturnType<typeof err<typeof refusal>>) =>
      job((draft) => {
        acceptClock(draft);
        return end();
      });
    const fault = () => {
      throw new Error('a defect');
    };
    const results = await Promise.allSettled(
      [half(() => err(refusal)), half(fault), writing('whole')].map((each) => commits.run(each)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.entries({ from: 0, limit: 9 })).map(({ stream }) => stream)).toEqual([
      'organisation',
    ]);
  });

  it('a transaction that fails is a fault to all of its callers, leaves nothing behind, and the next one works', async () => {
    await commits.run(writing('before'));
    const root = rootOf(sha256, feed.tip.range);
    isBroken = true;
    const failed = await Promise.allSettled([commits.run(writing('x', 'key-x')), commits.run(writing('y'))]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([feed.size, rootOf(sha256, feed.tip.range), announced]).toEqual([1, root, [0]]);
    expect(commits.problem).not.toBeNull();
    isBroken = false;
    expect(await commits.run(writing('x', 'key-x'))).toEqual(ok('x'));
    expect([commits.problem, announced]).toEqual([null, [0, 1]]);
    expect(rootOf(sha256, (await loadLog(store, sha256)).range)).toEqual(rootOf(sha256, feed.tip.range));
  });

  const device = (deviceId: string): DeviceRow => ({
    ...{ deviceId, person: DEV, name: 'x', signingKey: 'k', sealingKey: 's', joinedAt: instant(0) },
  });
  const adding = (codes: readonly string[]): Job<string> =>
    job((draft) => {
      acceptClock(draft);
      draft.other.devices.push(...codes.map(device));
      return ok('added');
    });
  const NUL = 'a\u0000b';
  it.each<[string, string[], Job<string>]>([
    ['holds the same row twice', ['libSQL', 'PostgreSQL'], adding(['twice', 'twice'])],
    ['holds a NUL', ['PostgreSQL'], adding([NUL])],
    [
      'asks for a NUL',
      ['PostgreSQL'],
      { ...writing('asked'), gather: async (from) => void (await from.devicesOf([NUL])) },
    ],
  ])('what the database does not take since it %s fails alone', async (_what, kinds, refused) => {
    const all = [writing('a', 'key-a'), refused, writing('b', 'key-b')];
    const results = await Promise.allSettled(all.map((each) => commits.run(each)));
    const status = kinds.includes(kind) ? 'rejected' : 'fulfilled';
    expect(results).toMatchObject([{ value: ok('a') }, { status }, { value: ok('b') }]);
    expect(commits.problem).toBeNull();
    expect(announced).toEqual(status === 'rejected' ? [0, 1] : [0, 1, 2]);
  });
});

describe('the service under many callers', () => {
  it('answers each once, gives every request its place, and one of many with the same number wins', async () => {
    const fixture = await new ServiceFixture().start();
    const dev = await fixture.caller(DEV);
    await fixture.caller(OTHER);
    const { commits: before } = await fixture.service.metrics();
    const requestId = unique();
    const same = Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => fixture.submit(OTHER, { requestId, minutes: index + 1 })),
    );
    const states = await Promise.all(Array.from({ length: 300 }, () => fixture.submit(DEV)));
    expect(new Set(states.map(({ facts }) => facts.requestId)).size).toBe(300);
    const outcomes = await same;
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await fixture.service.metrics()).commits - before).toBeLessThan(10);
    const list = await fixture.api.requests.list(dev, { scope: 'mine', open: true, limit: 1_000 });
    expect(list).toHaveLength(300);
    await fixture.close();
  });

  it('answers a submission that is sent again, also after a restart, and carries it out once', async () => {
    const fixture = await new ServiceFixture().start();
    const dev = await fixture.caller(DEV);
    const input = {
      ...{ requestId: unique(), entitlementIds: ['dev/db:write'] },
      ...{ durationMs: durationMs(60_000), reason: said('because of the test'), ticket: null },
    };
    const [first, second] = await Promise.all([1, 2].map(() => fixture.api.requests.submit(dev, input)));
    expect(second).toEqual(first);
    await fixture.restart();
    expect(await fixture.api.requests.submit(dev, input)).toEqual(first);
    expect(await fixture.lease()).toHaveLength(1);
    // What came of it meanwhile is told, too; something else under the same number is no second request.
    expect(await fixture.api.requests.submit(dev, input)).toMatchObject({ version: 3 });
    expect(
      await refusalOf(fixture.api.requests.submit(dev, { ...input, reason: said('another reason') })),
    ).toBe('alreadyExists');
    const other = await fixture.caller(OTHER);
    expect(await refusalOf(fixture.api.requests.submit(other, input))).toBe('alreadyExists');
    await fixture.close();
  });

  it('shows everybody all that is theirs, however much of it there is', async () => {
    const fixture = await new ServiceFixture().start();
    const dev = await fixture.caller(DEV);
    const lead = await fixture.caller(LEAD);
    const other = await fixture.caller(OTHER);
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(Array.from({ length: 400 }, () => fixture.submit(DEV)));
      await fixture.submit(OTHER);
    }
    for (const restart of [false, true]) {
      if (restart) await fixture.restart();
      const list = async (caller: Caller, scope: 'mine' | 'inbox' | 'all') =>
        (await fixture.api.requests.list(caller, { scope, open: true, limit: 1_000 })).map(
          ({ facts, phase }) => `${facts.requester} ${phase.kind}`,
        );
      expect(await list(other, 'all')).toEqual(Array(4).fill(`${OTHER} submitted`));
      expect(await list(other, 'inbox')).toEqual([]);
      expect(new Set(await list(dev, 'mine'))).toEqual(new Set([`${DEV} submitted`]));
      expect(await list(lead, 'inbox')).toHaveLength(1_000);
      const { items } = await fixture.api.log.entries(other, { from: 0, limit: 1_000 });
      expect(items.filter(({ text }) => text?.includes(OTHER))).not.toEqual([]);
    }
    await fixture.close();
  });
});
