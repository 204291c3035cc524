import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeRules } from '../../shared/domain/policy/merge-rules.ts';
import type { ConcreteRule } from '../../shared/domain/policy/concrete-rule.ts';
import type { ApprovalStep } from '../../shared/domain/policy/approval-step.ts';
import { reviewersOf } from '../../shared/domain/policy/reviewers-of.ts';
import { durationMs } from '../../shared/lib/time.ts';
import { member, organisation, rule } from '../unit/domain/fixtures.ts';

const PEOPLE = [
  member('dev'),
  member('lead', ['leads']),
  member('second', ['leads']),
  member('boss', ['bosses']),
  member('deputy', ['bosses']),
];

const step = fc.record({
  name: fc.constant('step'),
  reviewers: fc.constantFrom('leads', 'bosses').map((name) => [{ kind: 'group' as const, name }]),
  need: fc.integer({ min: 1, max: 2 }),
});
const rules = fc
  .array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((all) =>
    all.map((steps, index): ConcreteRule => ({ ...rule(`r${index}`), decision: { kind: 'review', steps } })),
  );

/** Needs of the steps that these people review, the largest first. */
const needsOf = (steps: readonly Omit<ApprovalStep, 'meant'>[], reviewers: string): number[] =>
  steps
    .filter((each) => each.reviewers.join() === reviewers)
    .map(({ need }) => need)
    .sort((a, b) => b - a);

test('whatever rules come together, each of them alone asks for no step and no approval more', () =>
  fc.assert(
    fc.property(rules, (together: readonly ConcreteRule[]) => {
      const all = organisation(PEOPLE, ['prod/db'], together);
      const outcome = mergeRules(all, together, { requester: 'dev' });
      if (outcome.kind !== 'review') throw new Error(`it is ${outcome.kind}`);
      for (const { decision } of together) {
        if (decision.kind !== 'review') continue;
        const own = decision.steps.map((each) => ({ ...each, reviewers: reviewersOf(all, each, 'dev') }));
        for (const reviewers of ['lead,second', 'boss,deputy']) {
          const merged = needsOf(outcome.steps, reviewers);
          needsOf(own, reviewers).forEach((need, index) =>
            expect(merged[index] ?? 0).toBeGreaterThanOrEqual(need),
          );
        }
      }
    }),
    { numRuns: 2_000 },
  ));

test('steps that become one remind as often as the one that reminds more, and one that never does takes nothing away', () => {
  const asking = (remindEveryMs?: number): ConcreteRule => {
    const reminders = remindEveryMs === undefined ? {} : { remindEveryMs: durationMs(remindEveryMs) };
    const reviewers = [{ kind: 'group' as const, name: 'leads' }];
    const steps = [{ name: 'step', reviewers, need: 1, ...reminders }];
    return { ...rule(`every ${remindEveryMs}`), decision: { kind: 'review', steps } };
  };
  const remindEvery = (...rules: readonly ConcreteRule[]) => {
    const outcome = mergeRules(organisation(PEOPLE, ['prod/db'], rules), rules, { requester: 'dev' });
    return outcome.kind === 'review' ? outcome.steps.map((each) => each.remindEveryMs) : outcome.kind;
  };
  expect(remindEvery(asking(300_000), asking(60_000))).toEqual([60_000]);
  expect(remindEvery(asking(), asking(300_000))).toEqual([300_000]);
  expect(remindEvery(asking(), asking())).toEqual([undefined]);
});
