import { afterEach, describe, expect, it } from 'vitest';
import { requestStatus } from '../../shared/domain/request/request-status.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DEV, LEAD, OTHER, OWNER, refusalOf, RUNNER, ServiceFixture, unique } from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let fixture: ServiceFixture;
afterEach(() => fixture.close());

type Scope = 'mine' | 'inbox' | 'running' | 'all';

/** A whole list, read in pages of `limit`. */
async function every(person: string, scope: Scope, limit: number): Promise<RequestState[]> {
  const all: RequestState[] = [];
  for (;;) {
    const after = all.at(-1)?.facts.requestId;
    const query = { scope, open: true, limit, after };
    const page = await fixture.api.requests.list(await fixture.caller(person), query);
    all.push(...page);
    if (page.length < limit) return all;
  }
}
const idsOf = (states: readonly RequestState[]) => states.map(({ facts }) => facts.requestId);

describe('a thousand requests hide nothing', () => {
  it('access that runs is a list of its own without an end, however much somebody else asks', async () => {
    fixture = await new ServiceFixture().start();
    await fixture.caller(OTHER);
    const { state, work } = await fixture.activate(DEV);
    const urgent = await fixture.submit(DEV);
    await Promise.all(Array.from({ length: 1_100 }, () => fixture.submit(OTHER)));

    expect(idsOf(await every(OWNER, 'running', 1_000))).toEqual([state.facts.requestId]);
    expect(idsOf(await every(DEV, 'running', 1_000))).toEqual([state.facts.requestId]);
    expect(await every(LEAD, 'running', 1_000)).toEqual([]);

    const inbox = await every(LEAD, 'inbox', 100);
    expect(inbox).toHaveLength(1_101);
    expect(inbox[0]?.facts.requestId).toBe(urgent.facts.requestId);
    expect(new Set(idsOf(inbox)).size).toBe(1_101);
    expect(await every(OWNER, 'all', 300)).toHaveLength(1_102);

    const end = { grantId: work.grantId, reason: said('enough'), isGone: false };
    expect(requestStatus(await fixture.api.grants.end(await fixture.caller(OWNER), end))).toBe('revoking');
    expect(await every(OWNER, 'running', 1_000)).toHaveLength(1);
    await fixture.reportRevoked(work);
    expect(await every(OWNER, 'running', 1_000)).toHaveLength(0);
  });

  it('the inbox holds what waits for this reviewer, not what they answered', async () => {
    fixture = await new ServiceFixture().start();
    const [first, second] = [await fixture.submit(DEV), await fixture.submit(DEV)];
    await fixture.review(LEAD, first, 'deny');
    expect(idsOf(await every(LEAD, 'inbox', 1))).toEqual([second.facts.requestId]);
    expect(await every(DEV, 'inbox', 1)).toEqual([]);
    expect(await every(OTHER, 'inbox', 1)).toEqual([]);
  });
});

describe('nobody asks without an end', () => {
  const few = { open: 3, perHour: 4 };

  it('what is not finished is limited for each person, also when all of it comes at once', async () => {
    fixture = await new ServiceFixture({ askLimits: { person: few, service: few } }).start();
    await fixture.caller(OTHER);
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => fixture.submit(OTHER)));
    const given = asked.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(given).toHaveLength(3);
    expect(await refusalOf(fixture.submit(OTHER))).toBe('tooManyTries');
    await fixture.submit(DEV);

    await fixture.restart();
    expect(await refusalOf(fixture.submit(OTHER))).toBe('tooManyTries');
  });

  it('so is what is asked within an hour, and the same request sent again is no other', async () => {
    fixture = await new ServiceFixture({ askLimits: { person: few, service: few } }).start();
    for (let count = 0; count < 4; count += 1) await fixture.review(LEAD, await fixture.submit(DEV), 'deny');
    expect(await refusalOf(fixture.submit(DEV))).toBe('tooManyTries');
    await fixture.clock.advance(61 * 60_000);
    const requestId = unique();
    await fixture.submit(DEV, { requestId });
    await fixture.submit(DEV, { requestId });
  });

  it('services may ask for more than people', async () => {
    fixture = await new ServiceFixture({
      askLimits: { person: few, service: { open: 9, perHour: 9 } },
    }).start();
    for (let count = 0; count < 9; count += 1) await fixture.submit(RUNNER);
    expect(await refusalOf(fixture.submit(RUNNER))).toBe('tooManyTries');
  });
});
