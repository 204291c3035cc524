import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Report, Work } from '../../shared/contract/api-types.ts';
import type { RunnerApi } from '../../shared/ports/runner-api.ts';
import { until } from '../fakes/until.ts';

export interface RunnerApiWorld {
  readonly api: RunnerApi;
  /** Makes so many grants that a runner of the pool `default` has to set up. */
  offer(count: number): Promise<void>;
  stop(): Promise<void>;
}

const POOL = { pool: 'default' } as const;

/** What a runner may expect of whatever stands for the service. */
export function runnerApiSuite(make: () => Promise<RunnerApiWorld>): void {
  let world: RunnerApiWorld;
  beforeEach(async () => {
    world = await make();
  });
  afterEach(() => world.stop());
  const lease = (max: number, revokeOnly = false): Promise<readonly Work[]> =>
    world.api.lease({ ...POOL, max, revokeOnly }) as Promise<readonly Work[]>;

  it('hands out each work once, no more than asked for, and nothing to begin to who only revokes', async () => {
    await world.offer(3);
    expect(await lease(10, true)).toEqual([]);
    const [first, second] = [await lease(2), await lease(10)];
    expect([first.length, second.length]).toEqual([2, 1]);
    expect(new Set([...first, ...second].map(({ grantId }) => grantId)).size).toBe(3);
    expect(await lease(10)).toEqual([]);
  });

  it('takes the same report twice, and a sign of life for what it never heard of', async () => {
    await world.offer(1);
    const [work] = await lease(1);
    if (!work) throw new Error('there was no work');
    const { requestId, grantId } = work;
    const report: Report = {
      ...{ kind: 'activationFailed', requestId, grantId, fence: work.fence },
      idempotencyKey: 'no-1234567',
      message: 'The target is away.',
    };
    await world.api.report(report);
    await world.api.report(report);
    await world.api.heartbeat({ ...POOL, grantIds: ['never-heard-of'] });
    expect(await lease(10)).toEqual([]);
  });

  it('signals work that comes, and ends when it is told to', async () => {
    const abort = new AbortController();
    let signals = 0;
    const watching = (async () => {
      for await (const { pool } of world.api.work(POOL, abort.signal)) {
        expect(pool).toBe('default');
        signals += 1;
      }
    })();
    await world.offer(1);
    await until(() => signals > 0);
    abort.abort();
    await watching;
  });
}
