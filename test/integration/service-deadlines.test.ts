import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Work } from '../../shared/contract/api-types.ts';
import { isInTrouble } from '../../shared/domain/request/is-in-trouble.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/lib/time.ts';
import {
  DEV,
  FILES,
  grantOf,
  isOnServer,
  LEAD,
  OWNER,
  refusalOf,
  RUNNER,
  goOnUntil,
  ServiceFixture,
  unique,
} from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let fixture: ServiceFixture;
let running: Promise<void>;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  running = fixture.service.run();
});
afterEach(async () => {
  await fixture.close();
  await running;
});

const restart = async () => {
  await fixture.restart();
  await running;
  running = fixture.service.run();
};
const dev = (requestId: string) => fixture.get(DEV, requestId);

/** Moves time and waits until the service has done what that made due. */
async function advance(ms: number, until: () => Promise<boolean>): Promise<void> {
  await fixture.clock.advance(ms);
  await goOnUntil(fixture, until);
}

describe('the sleeper', () => {
  it('lets an unanswered request lapse, also when it was submitted before a restart', async () => {
    const { facts } = await fixture.submit(DEV);
    await restart();
    const untilLapse = facts.lapsesAt - fixture.clock.now();
    await advance(untilLapse, async () => (await dev(facts.requestId)).phase.kind === 'lapsed');
  });

  it('gives the work to another runner when the one that granted does not confirm within 15 s', async () => {
    const { state, work } = await fixture.activate(DEV, 10);
    const { requestId } = state.facts;
    await fixture.clock.advance(10 * MINUTE_MS + 14 * SECOND_MS);
    expect(grantOf(await dev(requestId)).kind).toBe('active');
    expect(await fixture.lease('runner-2')).toEqual([]);
    await advance(SECOND_MS, async () => grantOf(await dev(requestId)).kind === 'revoking');
    const [revoke] = await fixture.lease('runner-2');
    expect(revoke).toMatchObject({ kind: 'revoke', grantId: work.grantId, state: { made: 'a role' } });
    await fixture.reportRevoked(revoke ?? work, 'runner-2');
    const grant = grantOf(await dev(requestId));
    expect(grant).toMatchObject({ kind: 'revoked', cause: 'expired' });
    // On a server, time went on while its answers were waited for.
    const lateMs = grant.kind === 'revoked' ? (grant.lateMs ?? 0) : 0;
    expect(lateMs).toBeGreaterThanOrEqual(15_000);
    expect(lateMs).toBeLessThan(isOnServer() ? 60_000 : 15_001);
  });

  it('a runner that revoked at the deadline by itself is believed, and nothing is leased', async () => {
    const { state, work } = await fixture.activate(DEV, 10);
    await fixture.clock.advance(10 * MINUTE_MS + 200);
    await fixture.reportRevoked(work);
    expect(grantOf(await dev(state.facts.requestId))).toMatchObject({ kind: 'revoked', lateMs: 200 });
    await fixture.clock.advance(2 * MINUTE_MS);
    expect(await fixture.lease('runner-2')).toEqual([]);
  });

  it('shows as overdue what is not gone a minute after the deadline, and as stuck what failed six times', async () => {
    const { state, work } = await fixture.activate(DEV, 10);
    const { requestId } = state.facts;
    await advance(11 * MINUTE_MS, async () => {
      const grant = grantOf(await dev(requestId));
      return grant.kind === 'revoking' && grant.overdue;
    });
    expect((await fixture.service.metrics()).grants).toMatchObject({ revoking: 1, overdue: 1 });
    for (let attempt = 1; attempt <= 6; attempt += 1) await fail(work);
    expect(grantOf(await dev(requestId))).toMatchObject({ kind: 'revoking', stuck: true, attempts: 6 });
    await fixture.reportRevoked(work);
    expect(grantOf(await dev(requestId)).kind).toBe('revoked');
  });

  it('counts as gone what is stuck when an owner says so, and the log names them', async () => {
    const { state, work } = await fixture.activate(DEV, 10);
    const { requestId } = state.facts;
    await advance(11 * MINUTE_MS, async () => isInTrouble(grantOf(await dev(requestId))));
    for (let attempt = 1; attempt <= 6; attempt += 1) await fail(work);
    const end = { grantId: work.grantId, reason: said('The server is scrapped'), isGone: true };
    const say = async (person: string) => fixture.api.grants.end(await fixture.caller(person), { ...end });
    expect(await refusalOf(say(DEV))).toBe('notAllowed');
    await say(OWNER);
    expect(grantOf(await dev(requestId))).toMatchObject({ kind: 'revoked', confirmedBy: OWNER });
    expect(await fixture.lease('runner-2')).toEqual([]);
    expect((await fixture.service.metrics()).grants).toMatchObject({ revoking: 0, overdue: 0 });
  });

  it('hands work over when its runner gives no sign of life for two minutes, and not while it does', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease('runner-1');
    if (!work) throw new Error('there was no work');
    const beat = { pool: 'default', grantIds: [work.grantId] };
    await fixture.clock.advance(MINUTE_MS);
    await fixture.api.runner.heartbeat(await fixture.caller(RUNNER), beat);
    await fixture.clock.advance(MINUTE_MS + 1);
    expect(await fixture.lease('runner-2')).toEqual([]);
    await fixture.clock.advance(2 * MINUTE_MS);
    const [again] = await fixture.lease('runner-2');
    expect(again).toMatchObject({ kind: 'activate', grantId: work.grantId, attempt: 2 });
    expect(await refusalOf(fixture.reportActivated(work, { runner: 'runner-1' }))).toBe('takenOver');
    await fixture.reportActivated(work, { runner: 'runner-2' });
  });

  it('gives up what no runner takes up, says so to its requester, and never grants it later', async () => {
    const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const hasFailed = async () => grantOf(await dev(facts.requestId)).kind === 'failed';
    await fixture.clock.advance(59 * MINUTE_MS);
    expect(await hasFailed()).toBe(false);
    await advance(2 * MINUTE_MS, hasFailed);
    expect(await fixture.lease()).toEqual([]);
  });

  it('takes away what a runner began and never spoke of again, and calls it overdue when nobody can', async () => {
    const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await fixture.lease('runner-1');
    const grant = async () => grantOf(await dev(facts.requestId));
    await advance(31 * MINUTE_MS, async () => (await grant()).kind === 'revoking');
    await advance(2 * MINUTE_MS, async () => isInTrouble(await grant()));
    expect(await grant()).toMatchObject({ kind: 'revoking', cause: 'activationFailed', overdue: true });
    const [revoke] = await fixture.lease('runner-2');
    if (!revoke) throw new Error('there was no work');
    await fixture.reportRevoked(revoke, 'runner-2');
    expect(await grant()).toMatchObject({ kind: 'revoked', cause: 'activationFailed' });
  });

  it('leases again what a runner does not have although it lives: the answer was lost, or it was killed', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [lost] = await fixture.lease('runner-1');
    const beat = { pool: 'default', grantIds: [] };
    await fixture.clock.advance(MINUTE_MS);
    await fixture.api.runner.heartbeat(await fixture.caller(RUNNER), beat);
    await fixture.clock.advance(MINUTE_MS + 1);
    const [again] = await fixture.lease('runner-1');
    expect(again).toMatchObject({ kind: 'activate', grantId: lost?.grantId, attempt: 2 });
  });

  it('keeps what was made by a grant that was ended meanwhile, for whichever runner takes it away', async () => {
    const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease('runner-1');
    if (!work) throw new Error('there was no work');
    const end = { grantId: work.grantId, reason: said(''), isGone: false };
    await fixture.api.grants.end(await fixture.caller(DEV), end);
    expect(await refusalOf(fixture.reportActivated(work))).toBe('notActive');
    await fixture.clock.advance(15 * SECOND_MS);
    const [revoke] = await fixture.lease('runner-2');
    expect(revoke).toMatchObject({ kind: 'revoke', state: { made: 'a role' } });
    await fixture.reportRevoked(revoke ?? work, 'runner-2');
    expect(grantOf(await dev(facts.requestId))).toMatchObject({ kind: 'revoked', cause: 'returned' });
  });

  it.each([
    ['the runner that granted, at once', 'runner-1', 0],
    ['another one when that gives no sign for 15 s', 'runner-2', 15 * SECOND_MS],
  ])('gives access that a person ended to %s', async (_who, runnerId, afterMs) => {
    const { work } = await fixture.activate(DEV, 10);
    await fixture.api.grants.end(await fixture.caller(DEV), {
      isGone: false,
      grantId: work.grantId,
      reason: said(''),
    });
    expect(await fixture.lease('runner-2')).toEqual([]);
    await fixture.clock.advance(afterMs);
    expect(await fixture.lease(runnerId)).toMatchObject([{ kind: 'revoke', grantId: work.grantId }]);
    expect(await fixture.lease('runner-3')).toEqual([]);
  });

  it('grants where it was approved, and revokes where it was granted, until that is stuck', async () => {
    const there = { config: {} };
    const elsewhere = { config: { folder: 'elsewhere' } };
    const { state, work } = await fixture.activate(DEV, 10);
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const files = { ...FILES, catalog: FILES.catalog.replace('config: {}', 'config: { folder: elsewhere }') };
    const published = await fixture.api.org.publish(await fixture.caller(OWNER), {
      ...{ files, providerDigests: {}, dryRun: false },
    });
    expect(published).toMatchObject({ published: true });
    expect(await fixture.lease()).toMatchObject([{ kind: 'activate', provider: there }]);

    const isRevoking = async () => grantOf(await dev(state.facts.requestId)).kind === 'revoking';
    await advance(10 * MINUTE_MS + 15 * SECOND_MS, isRevoking);
    const ofFirst = async (runnerId: string) =>
      (await fixture.lease(runnerId)).filter(({ grantId }) => grantId === work.grantId);
    const [leased = work] = await ofFirst('runner-2');
    expect(leased).toMatchObject({ kind: 'revoke', provider: there });
    for (let attempt = 1; attempt <= 6; attempt += 1) await fail(leased, 'runner-2');
    // It goes on trying and failing, as runners do.
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await fixture.clock.advance(30 * SECOND_MS);
      await fail(leased, 'runner-2');
    }
    expect(await ofFirst('runner-2')).toMatchObject([{ kind: 'revoke', provider: elsewhere }]);
  });

  it('does not believe a runner that was replaced when it says that setting up failed', async () => {
    const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease('runner-1');
    if (!work) throw new Error('there was no work');
    await fixture.clock.advance(2 * MINUTE_MS);
    expect(await fixture.lease('runner-2')).toHaveLength(1);
    const { requestId, grantId } = work;
    const report = { kind: 'activationFailed', requestId, grantId, message: 'interrupted' } as const;
    const sent = fixture.api.runner.report(await fixture.runner('runner-1'), {
      ...report,
      fence: work.fence,
      idempotencyKey: unique(),
    });
    expect(await refusalOf(sent)).toBe('takenOver');
    await fixture.reportActivated(work, { runner: 'runner-2' });
    expect(grantOf(await dev(facts.requestId)).kind).toBe('active');
  });

  it('hears two runners of one account apart, although they count their reports alike', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease('runner-1');
    if (!work) throw new Error('there was no work');
    await fixture.clock.advance(2 * MINUTE_MS);
    expect(await fixture.lease('runner-2')).toHaveLength(1);
    const key = `up-${work.grantId}`;
    await fixture.reportActivated(work, { runner: 'runner-2', key });
    await fixture.clock.advance(SECOND_MS);
    expect(await refusalOf(fixture.reportActivated(work, { runner: 'runner-1', key }))).toBe('takenOver');
    await fixture.reportActivated(work, { runner: 'runner-2', key });
  });

  it('tells a runner that was late with setting up that nobody has it any more, once it was ended at the next one', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease('runner-1');
    if (!work) throw new Error('there was no work');
    await fixture.clock.advance(2 * MINUTE_MS);
    const [second] = await fixture.lease('runner-2');
    const input = { grantId: work.grantId, reason: said(''), isGone: false };
    await fixture.api.grants.end(await fixture.caller(OWNER), input);
    const late = () => refusalOf(fixture.reportActivated(work, { runner: 'runner-1', key: unique() }));
    expect(await late()).toBe('notActive');
    await fixture.reportRevoked(second ?? work, 'runner-2');
    expect(await late()).toBe('notActive');
  });

  it('does not lease to two runners what both ask for at the same moment', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const leases = await Promise.all(['a', 'b', 'c'].map((runnerId) => fixture.lease(runnerId)));
    expect(leases.flat()).toHaveLength(1);
  });

  it('signals work at once, when it comes, and when a lease ends', async () => {
    const abort = new AbortController();
    const beat = { pool: 'default' };
    const signals = fixture.api.runner
      .work(await fixture.caller(RUNNER), beat, abort.signal)
      [Symbol.asyncIterator]();
    expect((await signals.next()).value).toEqual({ pool: 'default' });
    const next = signals.next();
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    expect((await next).value).toEqual({ pool: 'default' });
    await fixture.lease();
    let isSignalled = false;
    const afterLease = signals.next().then(({ value }) => ((isSignalled = true), value));
    await advance(3 * MINUTE_MS, () => Promise.resolve(isSignalled));
    expect(await afterLease).toEqual({ pool: 'default' });
    abort.abort();
    for (;;) if ((await signals.next()).done) break;
  });
});

describe('a clock that goes back', () => {
  it('grants nothing new until it is right again, also after a restart, and still takes away on time', async () => {
    const { state, work } = await fixture.activate(DEV, 10);
    const waiting = await fixture.submit(DEV);
    const right = fixture.clock.now();
    fixture.clock.setWall(right - 3_600_000);
    await restart();
    expect(await refusalOf(fixture.submit(DEV))).toBe('clockWentBack');
    expect(await refusalOf(fixture.review(LEAD, waiting))).toBe('clockWentBack');
    expect(fixture.service.health().problem).toContain('clock');
    const { requestId } = state.facts;
    await advance(
      10 * MINUTE_MS + 16 * SECOND_MS,
      async () => grantOf(await dev(requestId)).kind === 'revoking',
    );
    expect(await fixture.lease('runner-2')).toMatchObject([{ kind: 'revoke', grantId: work.grantId }]);
    expect((await fixture.review(LEAD, waiting, 'deny')).phase.kind).toBe('denied');
    fixture.clock.setWall(right + 11 * MINUTE_MS);
    expect((await fixture.submit(DEV)).phase.kind).toBe('submitted');
  });

  it('by a second, as clocks are corrected, changes nothing and the log’s times do not go back', async () => {
    const first = await fixture.submit(DEV);
    fixture.clock.setWall(fixture.clock.now() - 1_000);
    const second = await fixture.submit(DEV);
    expect(second.facts.submittedAt).toBeGreaterThanOrEqual(first.facts.submittedAt);
  });
});

it('a clock that jumps ahead has what is overdue by it taken away', async () => {
  const { state } = await fixture.activate(DEV, 10);
  fixture.clock.setWall(fixture.clock.now() + 3_600_000);
  await advance(30 * SECOND_MS, async () => grantOf(await dev(state.facts.requestId)).kind === 'revoking');
});

it('the holder, who approved and owners end a grant, and giving everything back ends all of it', async () => {
  const { work } = await fixture.activate();
  await fixture.activate();
  const lead = await fixture.caller(LEAD);
  const end = { grantId: work.grantId, reason: said(''), isGone: false };
  expect(await refusalOf(fixture.api.grants.end(lead, end))).toBe('notFound');
  const caller = await fixture.caller(DEV);
  const all = await fixture.signed(caller, 'endAllGrants', { reason: said('done for today') });
  expect(await fixture.api.grants.endAll(caller, all)).toEqual({ ended: 2 });
  expect(await fixture.api.grants.endAll(caller, all)).toEqual({ ended: 2 });
  const more = { reason: said('and once more') };
  expect(await fixture.api.grants.endAll(caller, more)).toEqual({ ended: 0 });
});

async function fail(work: Work, runner = 'runner-1'): Promise<void> {
  await fixture.api.runner.report(await fixture.runner(runner), {
    kind: 'revocationFailed',
    requestId: work.requestId,
    grantId: work.grantId,
    fence: work.fence,
    idempotencyKey: unique(),
    wasThere: false,
    message: 'the target is away',
  });
}
