import { afterEach, beforeEach, expect, it } from 'vitest';
import { DEV, FILES, LEAD, LEAD2, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';

// A chain of two steps that the same two people may review.

const TWO_STEPS = {
  ...FILES,
  policy: FILES.policy.replace(
    'approve: [{ step: lead, reviewers: [group:leads], need: 1 }]',
    'approve: [{ step: lead, reviewers: [group:leads] }, { step: again, reviewers: [group:leads] }]',
  ),
};

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture({ organisation: { files: TWO_STEPS, providerDigests: {} } }).start();
  for (const person of [OWNER, LEAD, LEAD2, DEV]) await fixture.device(person);
});
afterEach(() => fixture.close());

it('is granted by two people, and by one of them never, also after a restart', async () => {
  const asked = await fixture.submit(DEV);
  expect(asked.facts).toMatchObject({ distinct: true });
  const once = await fixture.review(LEAD, asked);
  expect(once.phase).toMatchObject({ kind: 'submitted', step: 1 });
  await fixture.restart();
  expect(await refusalOf(fixture.review(LEAD, once))).toBe('alreadyReviewed');
  expect((await fixture.review(LEAD2, once)).phase.kind).toBe('approved');
});

it('is asked in vain by one of two who could approve it, and that is said before it is sent', async () => {
  await fixture.api.org.publish(await fixture.caller(OWNER), {
    files: {
      ...TWO_STEPS,
      people: TWO_STEPS.people.replace(
        'Dev Example, groups: [developers]',
        'Dev Example, groups: [developers, leads]',
      ),
    },
    providerDigests: {},
    dryRun: false,
  });
  const asked = await fixture.submit(DEV);
  expect(asked.phase.kind).toBe('submitted');
  await fixture.api.org.publish(await fixture.caller(OWNER), {
    files: {
      ...TWO_STEPS,
      people: TWO_STEPS.people
        .replace('Dev Example, groups: [developers]', 'Dev Example, groups: [developers, leads]')
        .replace('Second Lead, groups: [leads]', 'Second Lead, groups: []'),
    },
    providerDigests: {},
    dryRun: false,
  });
  const again = await fixture.submit(DEV);
  expect(again.phase).toMatchObject({ kind: 'refused', refusal: { code: 'nobodyCanApprove' } });
  expect((await fixture.get(DEV, asked.facts.requestId)).phase).toMatchObject({ kind: 'refused' });
});
