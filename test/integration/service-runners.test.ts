import { wordsIn } from '../../shared/words/words.ts';
import { openSaid } from '../../shared/lib/said.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/api/api.ts';
import type { Work } from '../../shared/contract/api-types.ts';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import { describeEntry } from '../../shared/domain/describe-entry.ts';
import { durationMs, instant, MINUTE_MS, SECOND_MS } from '../../shared/lib/time.ts';
import { DEV, FILES, grantOf, LEAD, OWNER, refusalOf, ServiceFixture, unique } from './service-fixture.ts';
import { nextTurn } from '../../shared/service/system/next-turn.ts';
import { said } from '../fakes/said.ts';

/** Everybody here may run grants of the pool: what each of them may say of a grant is what these tests are about. */
const people = FILES.people
  .replaceAll('groups: [developers] }', 'groups: [developers], pools: [default] }')
  .replaceAll('groups: [leads] }', 'groups: [leads], pools: [default] }');

let fixture: ServiceFixture;

beforeEach(async () => {
  fixture = await new ServiceFixture({
    organisation: { files: { ...FILES, people }, providerDigests: {} },
  }).start();
});
afterEach(() => fixture.close());

const state = async (work: Work) => grantOf(await fixture.get(DEV, work.requestId));

async function end(work: Work, by = OWNER): Promise<void> {
  const input = { grantId: work.grantId, reason: said(''), isGone: false };
  await fixture.api.grants.end(await fixture.caller(by), input);
}

const leaseBy = (caller: Caller) =>
  fixture.api.runner.lease(caller, { pool: 'default', max: 10, revokeOnly: false }) as Promise<Work[]>;

const say = (caller: Caller, { requestId, grantId, fence }: Work) => {
  const base = { requestId, grantId, fence, message: 'no', evidence: null, wasThere: false };
  const startsAt = fixture.clock.now();
  const expiresAt = instant(startsAt + 10 * MINUTE_MS);
  const send = (kind: 'activated' | 'activationFailed' | 'revocationFailed' | 'revoked') =>
    fixture.api.runner.report(caller, {
      ...{ ...base, kind, startsAt, expiresAt, state: {}, sealed: [], verifiedAt: startsAt },
      idempotencyKey: unique(),
    });
  return send;
};

describe('access that no runner ever took', () => {
  it('is over when it is ended: nothing is handed out or overdue, and the history says what it was', async () => {
    const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write', minutes: 30 });
    const [{ grantId } = { grantId: '' }] = facts.entitlements;
    const before = await fixture.get(DEV, facts.requestId);
    expect(grantOf(before)).toMatchObject({ kind: 'scheduled' });
    const input = { grantId, reason: said('a mistake'), isGone: false };
    const ended = await fixture.api.grants.end(await fixture.caller(DEV), input);
    expect(grantOf(ended)).toMatchObject({ kind: 'revoked', cause: 'returned', startsAt: null });
    await fixture.clock.advance(5 * MINUTE_MS);
    expect(await fixture.lease()).toEqual([]);
    expect(grantOf(await fixture.get(DEV, facts.requestId))).toEqual(grantOf(ended));

    const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
    const told = items.flatMap(({ text, said: texts = [] }) => {
      const opened = openSaid(sha256, { text: text ?? '{}', said: texts });
      const record = logRecordSchema.parse(JSON.parse(opened));
      return 'grantId' in record.entry
        ? [describeEntry(record, { words: wordsIn('en'), nameOf: (id) => id })]
        : [];
    });
    expect(told).toEqual([
      `Ended before any runner took it up (${DEV}): a mistake`,
      'Nothing had been set up, so there was nothing to take away',
    ]);
  });

  it('and is ended in the same moment in which a runner asks for work, is nobody’s work, or is theirs to end', async () => {
    const [caller, runner] = [await fixture.caller(DEV), await fixture.runner()];
    const outcomes = new Set<string>();
    // Which of the two comes first changes from one turn to the next.
    for (let turns = 0; turns < 40; turns += 1) {
      const { facts } = await fixture.submit(DEV, { entitlement: 'dev/db:write', minutes: 30 });
      const [{ grantId } = { grantId: '' }] = facts.entitlements;
      const input = await fixture.signed(caller, 'endGrant', { grantId, reason: said(''), isGone: false });
      const ending = fixture.api.grants.end(caller, input);
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      const [, work] = await Promise.all([ending, leaseBy(runner)]);
      const { kind } = grantOf(await fixture.get(DEV, facts.requestId));
      outcomes.add(kind);
      expect([work.length, kind]).toEqual(kind === 'revoked' ? [0, 'revoked'] : [1, 'revoking']);
      for (const end of await leaseBy(runner)) await fixture.reportRevoked(end);
    }
    expect(outcomes).toContain('revoked');
  });
});

describe('who has the pool cannot report access gone that is not', () => {
  it.each([
    ['the holder', DEV],
    ['another member', LEAD],
  ])(
    'when an owner ends it and %s says that it is gone: the runner that granted is told and believed',
    async (_who, liar) => {
      const { work } = await fixture.activate();
      await end(work);
      const caller = await fixture.caller(liar);
      for (const fence of [0, 1, 2, 3])
        for (const kind of ['revoked', 'activationFailed', 'revocationFailed'] as const)
          expect(await refusalOf(say(caller, { ...work, fence })(kind))).toMatch(/takenOver|notAllowed/);
      expect(await state(work)).toMatchObject({ kind: 'revoking', attempts: 0 });
      const [told] = await fixture.lease('runner-1');
      expect(told).toMatchObject({ kind: 'revoke', grantId: work.grantId, reportedGone: false });
      await fixture.reportRevoked(told ?? work);
      expect(await state(work)).toMatchObject({ kind: 'revoked' });
    },
  );

  it('as the holder, who gets no work of access that another runner set up for them', async () => {
    const { work } = await fixture.activate();
    await end(work);
    await fixture.clock.advance(16 * SECOND_MS);
    expect(await leaseBy(await fixture.caller(DEV))).toEqual([]);
    expect(await leaseBy(await fixture.caller(LEAD))).toMatchObject([{ grantId: work.grantId }]);
  });

  it('the runner that granted is told although another one was given the work, and reported it gone', async () => {
    const { work } = await fixture.activate();
    await end(work);
    await fixture.clock.advance(16 * SECOND_MS);
    const lead = await fixture.caller(LEAD);
    const [leased = work] = await leaseBy(lead);
    await say(lead, leased)('revoked');
    expect(await state(work)).toMatchObject({ kind: 'revoked' });
    expect(await fixture.lease('runner-1')).toMatchObject([
      { kind: 'revoke', grantId: work.grantId, reportedGone: true },
    ]);
    await fixture.reportRevoked(work);
    await fixture.clock.advance(5 * MINUTE_MS);
    expect(await fixture.lease('runner-1')).toEqual([]);
    expect(await state(work)).toMatchObject({ kind: 'revoked', cause: 'ended' });
  });

  it('what the runner that granted finds still there is being taken away again, overdue, and in the history', async () => {
    const { work } = await fixture.activate();
    await end(work);
    await fixture.clock.advance(16 * SECOND_MS);
    const lead = await fixture.caller(LEAD);
    const [leased = work] = await leaseBy(lead);
    await say(lead, leased)('revoked');
    const { requestId, grantId, fence } = work;
    const base = { requestId, grantId, fence, wasThere: true };
    const found = { ...base, kind: 'revocationFailed' as const, message: 'it is there' };
    // Nobody else can say so.
    const byLead = { ...found, fence: leased.fence, idempotencyKey: unique() };
    expect(await refusalOf(fixture.api.runner.report(lead, byLead))).toBe('takenOver');
    await fixture.api.runner.report(await fixture.runner(), { ...found, idempotencyKey: unique() });
    expect(await state(work)).toMatchObject({ kind: 'revoking', cause: 'ended', overdue: true });
    await fixture.reportRevoked(work, 'runner-1', true);
    expect(await state(work)).toMatchObject({ kind: 'revoked' });
    // It has answered: what arrives late changes nothing.
    const late = fixture.api.runner.report(await fixture.runner(), { ...found, idempotencyKey: unique() });
    expect(await refusalOf(late)).toBe('notActive');
    const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
    expect(items.filter(({ text }) => text?.includes('"grantFoundThere"'))).toHaveLength(1);
  });

  it('by the number of a lease that is over', async () => {
    const { work } = await fixture.activate();
    await end(work);
    await fixture.clock.advance(16 * SECOND_MS);
    const lead = await fixture.caller(LEAD);
    const [first = work] = await leaseBy(lead);
    await fixture.clock.advance(3 * MINUTE_MS);
    const [second = work] = await fixture.lease('runner-2');
    expect(second.fence).toBeGreaterThan(first.fence);
    expect(await refusalOf(say(lead, first)('revoked'))).toBe('takenOver');
    await fixture.reportRevoked(second, 'runner-2');
  });
});

describe('nor set up, fail or keep what another runner has', () => {
  it.each(['activated', 'activationFailed', 'revocationFailed', 'revoked'] as const)(
    'by reporting %s of work that nobody gave it',
    async (kind) => {
      await fixture.submit(DEV, { entitlement: 'dev/db:write' });
      const lead = await fixture.caller(LEAD);
      const [work] = await fixture.lease('runner-1');
      if (!work) throw new Error('there was no work');
      expect(await refusalOf(say(lead, work)(kind))).toBe('takenOver');
      expect(await state(work)).toMatchObject({ kind: 'activating' });
      await fixture.reportActivated(work);
      expect(await refusalOf(say(lead, work)(kind))).toBe('takenOver');
      expect(await state(work)).toMatchObject({ kind: 'active' });
    },
  );

  it('by what it says was made there, once it is being taken away: who revokes goes by the word of who set it up', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease('runner-1');
    if (!work) throw new Error('there was no work');
    await end(work);
    expect(await refusalOf(say(await fixture.caller(LEAD), work)('activated'))).toBe('notActive');
    const [told] = await fixture.lease('runner-1');
    expect(told).toMatchObject({ kind: 'revoke', grantId: work.grantId, state: null });
    expect(await refusalOf(say(await fixture.runner(), work)('activated'))).toBe('notActive');
    await fixture.clock.advance(durationMs(5 * MINUTE_MS));
    expect((await fixture.lease('runner-1'))[0]).toMatchObject({ grantId: work.grantId, state: {} });
  });

  it('by a sign of life for it: the lease ends with the signs of the runner that has it', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const [work] = await fixture.lease('runner-1');
    if (!work) throw new Error('there was no work');
    await fixture.clock.advance(MINUTE_MS);
    const beat = { pool: 'default', grantIds: [work.grantId] };
    await fixture.api.runner.heartbeat(await fixture.caller(LEAD), beat);
    await fixture.clock.advance(MINUTE_MS + 1);
    expect(await fixture.lease('runner-2')).toMatchObject([{ grantId: work.grantId }]);
  });
});

it('the built-in runner has an identity that no device has', async () => {
  const { builtInRunner } = fixture.service;
  const work = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
  expect(await leaseBy(builtInRunner)).toMatchObject([{ requestId: work.facts.requestId }]);
  expect(await refusalOf(leaseBy({ ...builtInRunner }))).toBe('notAllowed');
  for (const { caller } of fixture.devices.values()) expect(caller.deviceId).toMatch(/^[0-9a-f]{20}$/);
  expect(builtInRunner.deviceId).not.toMatch(/^[0-9a-f]{20}$/);
});
