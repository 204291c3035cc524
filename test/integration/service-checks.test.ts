import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckWork } from '../../shared/contract/api-types.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/lib/time.ts';
import { until } from '../fakes/until.ts';
import { DEV, FILES, OWNER, refusalOf, RUNNER, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  for (const person of [OWNER, DEV]) await fixture.device(person);
});
afterEach(() => fixture.close());

const lease = async (checks?: number, runner = 'runner-1'): Promise<CheckWork[]> => {
  const input = { pool: 'default', max: 10, revokeOnly: false, ...(checks !== undefined && { checks }) };
  const work = await fixture.api.runner.lease(await fixture.runner(runner), input);
  return work.filter((each) => each.kind === 'check') as CheckWork[];
};
const report = async (work: CheckWork, problem: string | null, runner = 'runner-1') => {
  const { fence, entitlement } = work;
  const answer = { kind: 'checked' as const, pool: 'default', entitlementId: entitlement.id, fence, problem };
  await fixture.api.runner.report(await fixture.runner(runner), answer);
};
const publish = async (files: Record<string, string>) =>
  fixture.api.org.publish(await fixture.caller(OWNER), {
    ...{ files: { ...FILES, ...files }, providerDigests: {}, dryRun: false },
  });
const readBy = async (person: string): Promise<string[]> => {
  const { items } = await fixture.api.log.entries(await fixture.caller(person), { from: 0, limit: 100 });
  return items.flatMap(({ text }) => (text?.includes('"endsChecked"') ? [text] : []));
};

describe('checks as work for runners', () => {
  it('a runner that does not say that it takes checks gets none, and goes on', async () => {
    expect(await lease()).toEqual([]);
    expect(await lease(0)).toEqual([]);
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    expect(await fixture.lease()).toMatchObject([{ kind: 'activate' }]);
  });

  it('what is leased is answered by who has it, and by nobody else', async () => {
    const [first, second] = await lease(16);
    if (!first || !second) throw new Error('there was nothing to check');
    expect(await refusalOf(report(first, null, 'runner-2'))).toBe('takenOver');
    expect(await refusalOf(report({ ...first, fence: 99 }, null))).toBe('takenOver');
    await report(first, null);
    await report(second, 'there is no heir.');
    const { entitlements, pools } = await fixture.api.pools.checked(await fixture.caller(OWNER), {
      pool: null,
    });
    expect(pools).toEqual([{ pool: 'default', runners: 1 }]);
    expect(entitlements.map(({ state }) => state)).toEqual(['ok', 'missing']);
    expect(entitlements.map(({ ageMs }) => ageMs)).toEqual([0, 0]);
  });

  it('after a publish only what it changed is checked, and who waits for work is told', async () => {
    for (const work of await lease(16)) await report(work, null);
    const stop = new AbortController();
    const caller = await fixture.runner('runner-1');
    const signals = fixture.api.runner.work(caller, { pool: 'default' }, stop.signal)[Symbol.asyncIterator]();
    await signals.next();
    const catalog = `${FILES.catalog}  - { id: dev/new:use, title: New, description: New, provider: scratch, input: {}, tags: {} }\n`;
    const signalled = signals.next();
    expect(await publish({ catalog })).toMatchObject({ published: true });
    expect((await signalled).done).toBe(false);
    expect((await lease(16)).map(({ entitlement }) => entitlement.id)).toEqual(['dev/new:use']);
    stop.abort();
  });

  it('owners are told what is missing in one entry, and nobody else', async () => {
    const before = await readBy(OWNER);
    for (const work of await lease(16)) await report(work, 'there is no heir.');
    await lease(16);
    await until(async () => (await readBy(OWNER)).length > 0);
    const told = await readBy(OWNER);
    expect([before.length, told.length]).toEqual([0, 1]);
    expect(told[0]).toContain('(prod/db:write): there is no heir.');
    expect(told[0]).toContain(`"by":"${RUNNER}"`);
    expect(await readBy(DEV)).toEqual([]);
    await fixture.clock.advance(11 * MINUTE_MS);
    for (const work of await lease(16)) await report(work, null);
    await lease(16);
    await until(async () => (await readBy(OWNER)).length > 1);
    expect((await readBy(OWNER))[1]).toContain('"lines":[],"more":0,"pool":"default"');
  });

  it('owners are told of what is known, also while somebody who runs the pool asks anew again and again', async () => {
    const runner = await fixture.caller(RUNNER);
    for (let each = 0; each < 10; each += 1) {
      await fixture.api.pools.check(runner, { pool: 'default' });
      const [work] = await lease(1);
      if (work) await report(work, 'there is no heir.');
      await fixture.clock.advance(5_200);
    }
    await until(async () => (await readBy(OWNER)).length > 0);
  });

  it('who asks anew gets new answers, and a runner that is gone is not waited for', async () => {
    for (const work of await lease(16)) await report(work, null);
    const owner = await fixture.caller(OWNER);
    await fixture.clock.advance(6 * SECOND_MS);
    const asked = await fixture.api.pools.check(owner, { pool: 'default' });
    expect(asked.entitlements.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    expect(asked.entitlements.map(({ ageMs }) => ageMs)).toEqual([undefined, undefined]);
    for (const work of await lease(16)) await report(work, null);
    const checked = await fixture.api.pools.checked(owner, { pool: 'default' });
    expect(checked.entitlements.map(({ state }) => state)).toEqual(['ok', 'ok']);
    await fixture.clock.advance(4 * SECOND_MS);
    const soon = await fixture.api.pools.check(owner, { pool: 'default' });
    expect(soon.entitlements.map(({ ageMs }) => ageMs)).toEqual([4_000, 4_000]);
    await fixture.clock.advance(MINUTE_MS);
    const later = await fixture.api.pools.checked(owner, { pool: 'default' });
    expect(later.pools).toEqual([{ pool: 'default', runners: 0 }]);
    expect(later.entitlements.map(({ state }) => state)).toEqual(['unanswered', 'unanswered']);
  });

  it('only owners and who may run the pool may ask', async () => {
    expect(await refusalOf(fixture.api.pools.check(await fixture.caller(DEV), { pool: null }))).toBe(
      'notAllowed',
    );
    const runner = await fixture.caller(RUNNER);
    expect((await fixture.api.pools.check(runner, { pool: null })).pools).toHaveLength(1);
    const owner = await fixture.caller(OWNER);
    expect(await refusalOf(fixture.api.pools.check(owner, { pool: 'other' }))).toBe('notFound');
  });
});
