import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEV, grantOf, LEAD, OTHER, OWNER, refusalOf, RUNNER, ServiceFixture } from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
});
afterEach(() => fixture.close());

describe('the life of a request', () => {
  it('goes from submitted over approved and active to revoked, and the credential is gone then', async () => {
    const submitted = await fixture.submit(DEV);
    expect(submitted.phase.kind).toBe('submitted');
    const approved = await fixture.review(LEAD, submitted);
    expect(grantOf(approved).kind).toBe('scheduled');

    const [work] = await fixture.lease();
    if (!work) throw new Error('there was no work');
    expect(work).toMatchObject({ kind: 'activate', attempt: 1, requestId: submitted.facts.requestId });
    const { caller } = await fixture.device(DEV);
    expect(work.recipients.map(({ deviceId }) => deviceId)).toEqual([caller.deviceId]);
    await fixture.reportActivated(work, { boxes: [{ deviceId: caller.deviceId, box: 'sealed' }] });
    expect(grantOf(await fixture.get(DEV, work.requestId)).kind).toBe('active');
    const { grantId } = work;
    expect(await fixture.api.grants.credential(caller, { grantId })).toEqual({ sealed: 'sealed' });
    expect(await refusalOf(fixture.api.grants.credential(await fixture.caller(LEAD), { grantId }))).toBe(
      'notFound',
    );

    await fixture.api.grants.end(caller, { isGone: false, grantId, reason: said('done') });
    expect(await fixture.api.grants.credential(caller, { grantId })).toEqual({ sealed: null });
    const [revoke] = await fixture.lease('runner-1');
    expect(revoke).toMatchObject({ kind: 'revoke', grantId, state: { made: 'a role' } });
    await fixture.reportRevoked(work, 'runner-1');
    expect(grantOf(await fixture.get(DEV, work.requestId))).toMatchObject({
      kind: 'revoked',
      cause: 'returned',
    });
    expect(await fixture.lease()).toEqual([]);
  });

  it('is seen by who asked, who may review and owners, and by nobody else', async () => {
    const { facts } = await fixture.submit(DEV);
    for (const person of [DEV, LEAD, OWNER])
      expect((await fixture.get(person, facts.requestId)).facts).toEqual(facts);
    const { requestId } = facts;
    expect(await refusalOf(fixture.get(OTHER, requestId))).toBe('notFound');
    const list = async (person: string, scope: 'mine' | 'inbox' | 'all') =>
      (await fixture.api.requests.list(await fixture.caller(person), { scope, open: false, limit: 10 }))
        .length;
    expect(await list(OTHER, 'all')).toBe(0);
    expect(await list(LEAD, 'inbox')).toBe(1);
    expect(await list(LEAD, 'mine')).toBe(0);
    expect(await list(DEV, 'mine')).toBe(1);
    expect(await list(OWNER, 'all')).toBe(1);
    expect(await list(OWNER, 'inbox')).toBe(0);
    const other = await fixture.caller(OTHER);
    expect(await refusalOf(fixture.api.requests.withdraw(other, { requestId }))).toBe('notFound');
  });

  it('only runners of the pool get its work', async () => {
    await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    const input = { pool: 'default', max: 1, revokeOnly: false };
    expect(await refusalOf(fixture.api.runner.lease(await fixture.caller(DEV), input))).toBe('notAllowed');
    const pretender = { ...fixture.service.builtInRunner };
    expect(await refusalOf(fixture.api.runner.lease(pretender, input))).toBe('notAllowed');
    expect(await fixture.api.runner.lease(fixture.service.builtInRunner, input)).toHaveLength(1);
    expect(await fixture.api.runner.lease(await fixture.caller(RUNNER), input)).toEqual([]);
  });
});
