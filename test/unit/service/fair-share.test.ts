import { beforeEach, describe, expect, it } from 'vitest';
import { FairShare } from '../../../shared/service/http/fair-share.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

let clock: ManualClock;
let share: FairShare;
beforeEach(() => {
  clock = new ManualClock();
  share = new FairShare(clock, (memberId) => (memberId.startsWith('service:') ? 'service' : 'person'));
});

const as = (memberId: string, deviceId = 'd') => ({ memberId, deviceId });
/** Begins `count` calls; answers with what ends those that were let in so far. */
async function begin(count: number, memberId: string, procedure = 'session.me') {
  const inside: (() => void)[] = [];
  const refused: unknown[] = [];
  for (let index = 0; index < count; index += 1)
    share.enter(as(memberId, `d${index % 3}`), procedure).then(
      (leave) => inside.push(leave),
      (error: unknown) => refused.push(error),
    );
  await new Promise((resolve) => setImmediate(resolve));
  return { inside, refused };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a member who calls without end', () => {
  it('has a few calls carried out at once, whatever the device, and the rest in turn', async () => {
    const { inside } = await begin(20, 'dev');
    expect(inside).toHaveLength(8);
    inside[0]?.();
    await settled();
    expect(inside).toHaveLength(9);
  });

  it('is told to wait when too many of their calls wait already', async () => {
    const { inside, refused } = await begin(600, 'dev');
    expect(inside).toHaveLength(8);
    expect(refused).toHaveLength(600 - 8 - 500);
    expect(refused[0]).toMatchObject({ refusal: { code: 'tooManyTries' } });
  });

  it('makes nobody else wait', async () => {
    await begin(600, 'dev');
    expect((await begin(1, 'lead')).inside).toHaveLength(1);
  });

  it.each(['grants.end', 'grants.endAll', 'runner.lease', 'runner.report', 'runner.heartbeat'])(
    'is never made to wait with %s',
    async (procedure) => {
      await begin(600, 'dev');
      expect((await begin(600, 'dev', procedure)).inside).toHaveLength(600);
    },
  );

  it('may do what was saved up, then so much in a second', async () => {
    for (let call = 0; call < 500; call += 1) (await share.enter(as('dev'), 'session.me'))();
    const { inside } = await begin(3, 'dev');
    expect(inside).toHaveLength(0);
    await clock.advance(100);
    await settled();
    expect(inside).toHaveLength(3);
  });
});

it('a service account has a larger share', async () => {
  expect((await begin(100, 'service:ci')).inside).toHaveLength(64);
});
