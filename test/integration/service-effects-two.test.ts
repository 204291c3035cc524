import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../shared/lib/result.ts';
import { addMs, durationMs } from '../../shared/lib/time.ts';
import type { EffectKind } from '../../shared/service/effects/effect-kind.ts';
import { Effects } from '../../shared/service/effects/effects.ts';
import type { EffectRow } from '../../shared/service/store/rows.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { until } from '../fakes/until.ts';
import { committing, notesIn, type Committing } from '../support/committing.ts';
import { noting } from '../support/noting.ts';
import {
  libsqlPlace,
  postgresPlace,
  quiet,
  startPostgres,
  type RunningPostgres,
  type StorePlace,
} from '../support/store-places.ts';

let server: RunningPostgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** A call of one service that waits to be answered by the test. */
interface Call {
  readonly by: string;
  readonly attempts: number;
  answer(): void;
  fail(): void;
}

describe.each([
  ['libSQL', () => libsqlPlace()],
  ['PostgreSQL', () => postgresPlace(server)],
])('two that write, and effects that both see at the same moment, on %s', (kind, makePlace) => {
  let place: StorePlace;
  let clock: ManualClock;
  let services: Committing[];
  let calls: Call[];
  let effects: Effects[];
  /** What both have read before either takes it. */
  let seen: readonly EffectRow[];

  const outside = (by: string): EffectKind => ({
    name: 'call',
    isOutside: true,
    async begin({ attempts, body }) {
      await new Promise<void>((resolve, reject) =>
        calls.push({ by, attempts, answer: resolve, fail: () => reject(new Error('no route to host')) }),
      );
      return {
        streams: ['organisation'],
        finish: (draft) => (write(draft, `called by ${by}`), body === 'twice' ? 'once more' : null),
      };
    },
  });
  const turns = (by: string): EffectKind => ({
    name: 'turns',
    isOutside: false,
    begin: ({ body }) =>
      Promise.resolve({
        streams: ['organisation'],
        finish: (draft) => (write(draft, `turn ${String(body)}`), body === 3 ? null : Number(body) + 1),
      }),
  });
  const write = (draft: Parameters<Awaited<ReturnType<EffectKind['begin']>>['finish']>[0], name: string) =>
    draft.carryOut(noting, { id: '', command: name, actor: 'latchkey' });

  beforeEach(async () => {
    place = await makePlace();
    clock = new ManualClock();
    [calls, seen] = [[], []];
    const first = await place.open();
    // One process has a file to itself: there both write by the same connection.
    const second = kind === 'libSQL' ? first : await place.open();
    services = [await committing(first, clock), await committing(second, clock)];
    effects = services.map(
      ({ store, commits, time }, at) =>
        new Effects(
          {
            ...{ commits, time, logger: quiet, random: () => 0 },
            store: { effect: (key) => store.effect(key), waitingEffects: () => Promise.resolve(seen) },
          },
          [outside(`service ${at + 1}`), turns(`service ${at + 1}`)],
        ),
    );
  });
  afterEach(async () => {
    for (const each of calls) each.answer();
    for (const each of effects) await each.stop();
    for (const { commits } of services) await commits.stop();
    for (const store of new Set(services.map((each) => each.store))) await store.close();
    await place.remove();
  });

  const add = async (name: string, body: EffectRow['body'] = null): Promise<void> => {
    const [service] = services as [Committing];
    const effect = { key: `${name}/1`, kind: name, stream: 'organisation', body };
    await service.commits.run({ key: null, decide: (draft) => (draft.effect(effect), ok(null)) });
    await lookAgain();
  };
  const row = (): Promise<EffectRow | null> => (services[0] as Committing).store.effect('call/1');
  const lookAgain = async (): Promise<void> => {
    seen = await (services[0] as Committing).store.waitingEffects(['call', 'turns'], 9);
  };
  const bothWork = async (): Promise<void> => {
    const now = (services[0] as Committing).time.now();
    await Promise.all(effects.map((each) => each.work(now)));
  };

  it('are called by one of them, which has the call to itself for the time being', async () => {
    await add('call');
    await bothWork();
    await until(() => calls.length > 0);
    // Nor when it is asked for by name, while the other has it.
    await Promise.all(
      effects.map((each, at) => (calls[0]?.by === `service ${at + 1}` ? null : each.carryOut(['call/1']))),
    );
    expect(calls).toHaveLength(1);
    expect(await row()).toMatchObject({ attempts: 1, dueAt: addMs(clock.now(), durationMs(30_000)) });
    calls[0]?.answer();
    await until(async () => (await row()) === null);
    for (const each of effects) await each.stop();
    expect([calls.length, await notesIn(services[0] as Committing)]).toEqual([
      1,
      [`called by ${calls[0]?.by}`],
    ]);
  });

  it('go to the other when the first does not come to an end, and a late failure of the first takes nothing from it', async () => {
    await add('call');
    await bothWork();
    await until(() => calls.length > 0);
    await clock.advance(31_000);
    // The one that came second may still be finding that out.
    await until(async () => {
      await lookAgain();
      await bothWork();
      return calls.length === 2;
    });
    const held = await row();
    expect(held).toMatchObject({ attempts: 2 });
    expect(calls[1]?.by).not.toBe(calls[0]?.by);
    calls[0]?.fail();
    await effects[calls[0]?.by === 'service 1' ? 0 : 1]?.stop();
    expect(await row()).toEqual(held);
    calls[1]?.answer();
    await until(async () => (await row()) === null);
    expect(await notesIn(services[0] as Committing)).toEqual([`called by ${calls[1]?.by}`]);
  });

  it('stay with the one that has them through all of their steps', async () => {
    await add('call', 'twice');
    await bothWork();
    await until(() => calls.length > 0);
    calls[0]?.answer();
    await until(() => calls.length > 1);
    expect(await row()).toMatchObject({ body: 'once more', attempts: 1 });
    await lookAgain();
    await bothWork();
    await Promise.all(
      effects.map((each, at) => (calls[0]?.by === `service ${at + 1}` ? null : each.carryOut(['call/1']))),
    );
    expect(calls.map(({ by }) => by)).toEqual([calls[0]?.by, calls[0]?.by]);
    calls[1]?.answer();
    await until(async () => (await row()) === null);
  });

  it('that have several transactions are carried through each of them once', async () => {
    await add('turns', 1);
    await bothWork();
    await until(async () => {
      await lookAgain();
      await Promise.all(effects.map((each) => each.carryOut(seen.map(({ key }) => key))));
      return seen.length === 0;
    });
    expect(await notesIn(services[0] as Committing)).toEqual(['turn 1', 'turn 2', 'turn 3']);
  });
});
