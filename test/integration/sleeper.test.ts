import { expect, it } from 'vitest';
import { refuse } from '../../shared/domain/refusal.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { SteadyTime } from '../../shared/lib/steady-time.ts';
import { instant } from '../../shared/lib/time.ts';
import { WorkSignals } from '../../shared/service/changes/work-signals.ts';
import { Sleeper } from '../../shared/service/expiry/sleeper.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { until } from '../fakes/until.ts';
import { silentLogger } from './service-fixture.ts';

// What it does with real streams and effects is in service-effects.test.ts and the tests of leases, lapses and reminders.

it('looks again after a second at what was due and was refused', async () => {
  const clock = new ManualClock();
  let looks = 0;
  const sleeper = new Sleeper({
    ...{ clock, time: new SteadyTime(clock, instant(0)), work: new WorkSignals(), logger: silentLogger },
    store: {
      dueStreams: async () => ['request/1'],
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
    commits: { run: async () => err(refuse('tooManyTries', 'The service has too much to do.')) },
  });
  const running = sleeper.run();
  await until(() => clock.sleeping === 1);
  expect(looks).toBe(1);
  await clock.advance(900);
  expect(looks).toBe(1);
  await clock.advance(200);
  await until(() => looks === 2);
  await sleeper.stop();
  await running;
});
