import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../shared/lib/result.ts';
import { SteadyTime } from '../../shared/lib/steady-time.ts';
import { addMs, durationMs, type Instant } from '../../shared/lib/time.ts';
import { WorkSignals } from '../../shared/service/changes/work-signals.ts';
import { GroupCommit } from '../../shared/service/commit/group-commit.ts';
import { loadLog } from '../../shared/service/log/load-log.ts';
import type { EffectKind } from '../../shared/service/effects/effect-kind.ts';
import { Effects } from '../../shared/service/effects/effects.ts';
import { Sleeper } from '../../shared/service/expiry/sleeper.ts';
import { ChangeFeed } from '../../shared/service/feed/change-feed.ts';
import type { LogWriter } from '../../shared/service/writer/log-writer.ts';
import { openLibsqlStore } from '../../shared/service/database/libsql-store.ts';
import type { EffectRow } from '../../shared/service/store/rows.ts';
import type { ServiceStore } from '../../shared/service/store/service-store.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { silentLogger } from './service-fixture.ts';
import { noting } from '../support/noting.ts';
import { until } from '../fakes/until.ts';

let folder: string;
let store: ServiceStore;
let clock: ManualClock;
let time: SteadyTime;
let commits: GroupCommit;
let effects: Effects;
let sleeper: Sleeper;
let isBroken: boolean;
/** What was called outside, with which key. */
let called: string[];
/** What the call does: by default it works. */
let outside: (effect: EffectRow) => Promise<void>;

const CALL: EffectKind = {
  name: 'call',
  isOutside: true,
  async begin(effect) {
    called.push(effect.key);
    await outside(effect);
    return { streams: ['organisation'], finish: (draft) => (write(draft, 'called'), null) };
  },
};
/** Writes three entries, one in each transaction. */
const THREE: EffectKind = {
  name: 'three',
  isOutside: false,
  begin({ body }) {
    const turn = Number(body);
    return Promise.resolve({
      streams: ['organisation'],
      finish: (draft) => (write(draft, `turn ${turn}`), turn === 3 ? null : turn + 1),
    });
  },
};
type Draft = Parameters<Awaited<ReturnType<EffectKind['begin']>>['finish']>[0];
const write = (draft: Draft, name: string) =>
  draft.carryOut(noting, { id: '', command: name, actor: 'latchkey' });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-effects-'));
  [isBroken, called, outside] = [false, [], () => Promise.resolve()];
  const real = await openLibsqlStore(folder);
  store = real.store;
  const writer: LogWriter = {
    append: (batch, expected) =>
      isBroken ? Promise.reject(new Error('the disk is full')) : real.writer.append(batch, expected),
  };
  clock = new ManualClock();
  time = new SteadyTime(clock, (await store.head()).markAt);
  const onCommit = (committed: Parameters<Sleeper['noticeCommit']>[0]) => sleeper?.noticeCommit(committed);
  const feed = new ChangeFeed({ store, clock, logger: silentLogger }, await loadLog(store, sha256));
  commits = new GroupCommit({
    store,
    writer,
    feed,
    time,
    logger: silentLogger,
    onCommit,
    isRemoved: () => false,
  });
  effects = make();
  sleeper = new Sleeper({
    ...{ clock, time, store, commits, effects, logger: silentLogger },
    ...{ work: new WorkSignals(), kinds: [] },
  });
});
afterEach(async () => {
  await sleeper.stop();
  await effects.stop();
  await commits.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const make = (): Effects =>
  new Effects({ store, commits, time, logger: silentLogger, random: () => 0 }, [CALL, THREE]);

const add = (kind: string, body: EffectRow['body'] = null, dueAt?: Instant) =>
  commits.run({
    key: null,
    decide(draft) {
      draft.effect({ key: `${kind}/1`, kind, stream: 'organisation', body, ...(dueAt && { dueAt }) });
      return ok(null);
    },
  });

const written = async (): Promise<string[]> =>
  (await store.entries({ from: 0, limit: 99 })).map(
    ({ text }) => (JSON.parse(text) as { entry: { name: string } }).entry.name,
  );

describe('an effect', () => {
  it('is carried out at once where somebody waits for it, and what it leads to is written as it is removed', async () => {
    await add('call');
    const before = commits.counts.commits;
    await effects.carryOut(['call/1']);
    expect([called, await written()]).toEqual([['call/1'], ['called']]);
    expect(await store.effect('call/1')).toBeNull();
    // One to take it, one that writes and removes.
    expect(commits.counts.commits - before).toBe(2);
  });

  it('of the same key is the same one', async () => {
    await Promise.all([add('call'), add('call')]);
    await effects.carryOut(['call/1', 'call/1']);
    await effects.carryOut(['call/1']);
    expect(await written()).toEqual(['called']);
  });

  it('goes on in a transaction after the other until nothing of it is left', async () => {
    await add('three', 1);
    await effects.settle();
    expect(await written()).toEqual(['turn 1', 'turn 2', 'turn 3']);
    expect(await store.effect('three/1')).toBeNull();
  });

  it('that fails is tried again with the same key, after a pause that grows, and says what was wrong', async () => {
    await add('call');
    outside = () => Promise.reject(new Error('no route to host'));
    const pauses: number[] = [];
    for (let attempts = 1; attempts <= 4; attempts += 1) {
      await effects.carryOut(['call/1']);
      const row = await store.effect('call/1');
      expect(row).toMatchObject({ attempts, lastError: 'no route to host' });
      pauses.push((row?.dueAt ?? 0) - time.now());
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000]);
    outside = () => Promise.resolve();
    await effects.carryOut(['call/1']);
    expect(new Set(called)).toEqual(new Set(['call/1']));
    expect([await written(), await store.effect('call/1')]).toEqual([['called'], null]);
  });

  it('whose transaction fails has written nothing, and is written once when it works', async () => {
    await add('three', 1);
    isBroken = true;
    await effects.carryOut(['three/1']);
    expect(await written()).toEqual([]);
    isBroken = false;
    expect(await store.effect('three/1')).toMatchObject({ body: 1 });
    await effects.carryOut(['three/1']);
    expect(await written()).toEqual(['turn 1', 'turn 2', 'turn 3']);
  });

  it('that calls outside is taken: nobody else calls meanwhile, nor right after whoever took it died', async () => {
    await add('call');
    let answer!: () => void;
    outside = () => new Promise((resolve) => (answer = resolve));
    const calling = effects.carryOut(['call/1']);
    await until(() => called.length === 1);
    const other = make();
    expect(await other.work(time.now())).toBe(addMs(time.now(), durationMs(30_000)));
    await other.stop();
    expect(called).toHaveLength(1);
    answer();
    await calling;
    expect(await written()).toEqual(['called']);
  });

  it('that only a newer Latchkey can carry out stays for it', async () => {
    await add('unheard-of');
    await effects.settle();
    expect(await effects.work(time.now())).toBeNull();
    expect(await store.effect('unheard-of/1')).not.toBeNull();
  });

  it('is begun by the sleeper when it is due, not before, and again when its next try is', async () => {
    const running = sleeper.run();
    await add('call', null, addMs(time.now(), durationMs(10_000)));
    outside = () => Promise.reject(new Error('not yet'));
    await clock.advance(9_900);
    expect(called).toEqual([]);
    await clock.advance(200);
    await until(async () => (await store.effect('call/1'))?.attempts === 1);
    outside = () => Promise.resolve();
    await until(async () => {
      await clock.advance(100);
      return (await store.effect('call/1')) === null;
    });
    expect([called, await written()]).toEqual([['call/1', 'call/1'], ['called']]);
    await sleeper.stop();
    await running;
  });
});
