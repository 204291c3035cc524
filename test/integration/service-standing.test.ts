import { saidInEnglish } from '../support/in-words.ts';
import { inEnglish } from '../../shared/words/words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestStatus } from '../../shared/domain/request/request-status.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import {
  DEV,
  FILES,
  grantOf,
  LEAD,
  OTHER,
  LEAD2,
  OWNER,
  refusalOf,
  ServiceFixture,
} from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
});
afterEach(() => fixture.close());

type Files = Record<keyof typeof FILES, string>;

async function publish(changes: Partial<Files>): Promise<void> {
  const published = await fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...FILES, ...changes },
    providerDigests: {},
    dryRun: false,
  });
  expect(published).toMatchObject({ published: true });
}
const seen = async ({ facts }: RequestState) => fixture.get(DEV, facts.requestId);
const without = (person: string) =>
  FILES.people
    .split('\n')
    .filter((line) => !line.includes(`id: ${person}`))
    .join('\n');
const FROZEN = FILES.policy
  .replace(/approve: .*/g, 'refuse: Nothing is changed before the fair.')
  .replace(/maxDuration: .*/g, '');
const TWO_LEADS = FILES.policy.replace('need: 1', 'need: 2');

describe('what waits is judged by the past and by the present', () => {
  it.each([
    ['a freeze', { policy: FROZEN }, 'before the fair'],
    ['a raised quorum', { policy: TWO_LEADS }, 'wants 2 approvals'],
    [
      'a shorter limit',
      { policy: FILES.policy.replace('maxDuration: 2h', 'maxDuration: 10m') },
      '30m is too long',
    ],
    [
      'a deleted entitlement',
      { catalog: FILES.catalog.replace(/\n.*prod\/db:write.*/, '') },
      'prod/db:write',
    ],
    [
      'a requester who is in the group no more',
      { people: FILES.people.replace('Dev Example, groups: [developers]', 'Dev Example') },
      'No rule lets',
    ],
  ])('the request says so after %s, and that it can be asked again', async (_what, changes, words) => {
    const asked = await fixture.submit(DEV);
    await publish(changes);
    const { phase } = await seen(asked);
    expect(phase).toMatchObject({ kind: 'refused', refusal: { code: 'policyChanged' } });
    const message = phase.kind === 'refused' ? inEnglish(phase.refusal.told) : '';
    expect(message).toContain(words);
    expect(message).toMatch(/has to be asked again\.$/);
    expect(await refusalOf(fixture.review(LEAD, asked))).toBe('alreadyDecided');
    const before = await seen(asked);
    await fixture.restart();
    expect(await seen(asked)).toEqual(before);
  });

  it('what changed nothing for it leaves it as it is', async () => {
    const asked = await fixture.submit(DEV);
    await publish({ policy: FILES.policy.replace('maxDuration: 4h', 'maxDuration: 3h') });
    expect((await seen(asked)).version).toBe(1);
    expect(requestStatus(await fixture.review(LEAD, asked))).toBe('scheduled');
  });

  it('a reviewer who was taken out of the group counts no more, and another one does', async () => {
    const asked = await fixture.submit(DEV);
    await fixture.caller(LEAD);
    await publish({ people: FILES.people.replace('Lead Example, groups: [leads]', 'Lead Example') });
    expect(await refusalOf(fixture.review(LEAD, asked))).toBe('notReviewer');
    expect(requestStatus(await fixture.review(LEAD2, asked))).toBe('scheduled');
  });

  it('a review by someone who has left since does not count', async () => {
    const three = FILES.people.replace(
      'services:',
      '  - { id: lead3@example.com, name: Third Lead, groups: [leads] }\nservices:',
    );
    await publish({ people: three, policy: TWO_LEADS });
    const asked = await fixture.submit(DEV);
    await fixture.review(LEAD, asked);
    await publish({ people: three.replace(/\n.*id: lead@example.com.*/, ''), policy: TWO_LEADS });
    expect(requestStatus(await fixture.review(LEAD2, asked))).toBe('submitted');
    expect(requestStatus(await fixture.review('lead3@example.com', asked))).toBe('scheduled');
  });

  it('when all who could approve it have left, it says so', async () => {
    const own = await fixture.submit(DEV);
    const ofAnother = await fixture.submit(OTHER);
    const alone = without(LEAD).replace(
      'name: Dev Example, groups: [developers]',
      'name: Dev Example, groups: [developers, leads]',
    );
    await publish({ people: alone.replace(/\n.*id: lead2@example.com.*/, '') });
    expect((await seen(own)).phase).toMatchObject({ kind: 'refused', refusal: { code: 'policyChanged' } });
    // Who came in their place may answer what others asked.
    const waiting = await fixture.get(OTHER, ofAnother.facts.requestId);
    expect(waiting).toMatchObject({ phase: { kind: 'submitted' }, reviewers: [[DEV]] });
  });

  it('it is judged again before it is set up', async () => {
    const approved = await fixture.review(LEAD, await fixture.submit(DEV));
    const auto = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    await publish({ policy: FROZEN });
    expect(await fixture.lease()).toEqual([]);
    for (const asked of [approved, auto]) {
      const grant = grantOf(await seen(asked));
      expect(grant).toMatchObject({ kind: 'failed' });
      expect(saidInEnglish(grant.kind === 'failed' ? grant.message : '')).toContain('before the fair');
    }
  });

  it('what its approver is not there for any more is not set up', async () => {
    const approved = await fixture.review(LEAD, await fixture.submit(DEV));
    await publish({ people: without(LEAD) });
    expect(await fixture.lease()).toEqual([]);
    expect(grantOf(await seen(approved))).toMatchObject({ kind: 'failed' });
  });

  it('a freeze takes nothing away that works', async () => {
    const { work } = await fixture.activate(DEV);
    await publish({ policy: FROZEN });
    expect(grantOf(await fixture.get(DEV, work.requestId)).kind).toBe('active');
  });
});
