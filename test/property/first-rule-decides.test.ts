import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rule } from '../../shared/domain/organisation/organisation.ts';
import { evaluatePolicy } from '../../shared/domain/policy/evaluate-policy.ts';
import { HOUR_MS } from '../../shared/lib/time.ts';
import { member, organisation, rule, START } from '../unit/domain/fixtures.ts';

const ANSWERS = {
  always: undefined,
  yes: { text: 'requester.id == "dev"' },
  no: { text: 'requester.isOwner' },
  cannot: { text: 'entitlement.tags["team"] == "payments"' },
} as const;

const ruleMade = fc.record({
  isAbout: fc.boolean(),
  isFor: fc.boolean(),
  answer: fc.constantFrom(...(Object.keys(ANSWERS) as (keyof typeof ANSWERS)[])),
  isRefusing: fc.boolean(),
});

test('the first rule decides that is about it, is for them, and holds; one that cannot be evaluated before that blocks', () =>
  fc.assert(
    fc.property(fc.array(ruleMade, { maxLength: 8 }), (made) => {
      const rules = made.map(({ isAbout, isFor, answer, isRefusing }, index): Rule => {
        const when = ANSWERS[answer];
        return rule(`r${index}`, {
          entitlements: [isAbout ? 'prod/*' : 'test/*'],
          requesters: [{ kind: 'member', id: isFor ? 'dev' : 'somebody' }],
          ...(when ? { when } : {}),
          ...(isRefusing ? { decision: { kind: 'refuse', message: 'No.' } } : {}),
        });
      });
      const first = made.findIndex(({ isAbout, isFor, answer }) => isAbout && isFor && answer !== 'no');
      const outcome = evaluatePolicy(organisation([member('owner'), member('dev')], ['prod/db'], rules), {
        ...{ requester: 'dev', entitlementIds: ['prod/db'], durationMs: HOUR_MS, reason: '', ticket: null },
        at: START,
      });
      const found = made[first];
      expect(outcome.rules).toEqual(found ? [`r${first}`] : []);
      expect(outcome.kind === 'refused' ? outcome.refusal.told.code : outcome.kind).toBe(
        !found
          ? 'noRule'
          : found.answer === 'cannot'
            ? 'conditionBlocks'
            : found.isRefusing
              ? 'refusedByRule'
              : 'auto',
      );
    }),
    { numRuns: 2_000 },
  ));
