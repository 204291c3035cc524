import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Rule, RuleStep } from '../../../shared/domain/organisation/organisation.ts';
import { areEnoughPeople } from '../../../shared/domain/policy/enough-people.ts';
import { whatPolicySays } from '../../../shared/domain/policy/what-policy-says.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { describeChanges } from '../../../shared/domain/organisation/describe-changes.ts';
import { canReview } from '../../../shared/domain/request/can-review.ts';
import { lacksApprovals } from '../../../shared/domain/request/lacks-approvals.ts';
import { pendingReviewers } from '../../../shared/domain/request/pending-reviewers.ts';
import { HOUR_MS } from '../../../shared/lib/time.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import {
  member,
  organisation,
  reviewBy,
  rule,
  START,
  story,
  UNCHANGED,
  type AskedPlan,
  type Story,
} from './fixtures.ts';

const step = (name: string, ...ids: string[]) => ({ name, reviewers: ids, need: 1 });
const plan = (...steps: ReturnType<typeof step>[]): AskedPlan => ({ kind: 'review', steps });
const TWO = plan(step('owner', 'lead', 'second'), step('security', 'lead', 'third'));

/** `isNow`: it is policy as it is now that wants it, and was not when it was asked. */
function submitted(
  asked: AskedPlan,
  { isNow = false } = {},
): Story & { approve(id: string, at: number): string[] | string } {
  const told = story(asked, isNow ? {} : { distinct: true });
  const standing = isNow ? { ...UNCHANGED, distinct: [] } : UNCHANGED;
  return Object.assign(told, {
    approve: (id: string, at: number) => told.send(reviewBy(id, { step: at, standing })),
  });
}
const stateOf = ({ state }: Story) => {
  if (!state) throw new Error('nothing was asked');
  return state;
};

describe.each([
  ['as it was asked', { isNow: false }],
  ['as policy is now', { isNow: true }],
])('where nobody counts in two steps, %s', (_which, options) => {
  test('who approved one does not approve another', () => {
    const asked = submitted(TWO, options);
    expect(asked.approve('lead', 0)).toEqual(['reviewGiven', 'stepDone']);
    expect(asked.approve('lead', 1)).toBe('alreadyReviewed');
    expect(asked.approve('third', 1)).toEqual(['reviewGiven', 'requestApproved']);
  });

  test('who is needed for a later one leaves this one to another', () => {
    const asked = submitted(plan(step('owner', 'lead', 'second'), step('security', 'lead')), options);
    expect(asked.approve('lead', 0)).toBe('notReviewer');
    expect(asked.approve('second', 0)).toEqual(['reviewGiven', 'stepDone']);
    expect(asked.approve('lead', 1)).toEqual(['reviewGiven', 'requestApproved']);
  });

  test('who is needed later may still deny', () => {
    const asked = submitted(plan(step('owner', 'lead', 'second'), step('security', 'lead')), options);
    expect(asked.send(reviewBy('lead', { decision: 'deny' }))).toEqual(['reviewGiven', 'requestDenied']);
  });
});

test('it waits for nobody who counted already, and offers them nothing', () => {
  const asked = submitted(TWO);
  asked.approve('lead', 0);
  expect(pendingReviewers(stateOf(asked))).toEqual(['third']);
  expect(canReview(stateOf(asked), 'lead', START)).toBe(false);
  expect(canReview(stateOf(asked), 'third', START)).toBe(true);
});

test('a request of before, or of a rule that says so, takes one person in several steps', () => {
  const asked = story(TWO);
  expect(asked.send(reviewBy('lead', { step: 0 }))).toEqual(['reviewGiven', 'stepDone']);
  expect(asked.send(reviewBy('lead', { step: 1 }))).toEqual(['reviewGiven', 'requestApproved']);
});

test('readers find it lacking where somebody was counted twice', () => {
  const asked = story(TWO);
  asked.send(reviewBy('lead', { step: 0 }));
  const before = stateOf(asked);
  asked.send(reviewBy('lead', { step: 1 }));
  const approved = { type: 'requestApproved', by: 'reviews' } as const;
  const { reviews } = stateOf(asked);
  const seen = { ...before, reviews };
  expect(lacksApprovals(seen, approved)).toBe(false);
  expect(lacksApprovals({ ...seen, facts: { ...seen.facts, distinct: true } }, approved)).toBe(true);
});

describe('policy', () => {
  const PEOPLE = [
    member('owner'),
    member('dev'),
    member('lead', ['leads']),
    member('ana', ['leads', 'security']),
  ];
  const group = (name: string, need = 1): RuleStep => ({ name, reviewers: [{ kind: 'group', name }], need });
  const company = (...rules: Rule[]) => organisation(PEOPLE, ['prod/db', 'test/db'], rules);
  const ask = (policy: ReturnType<typeof company>, requester = 'dev', ...more: string[]) =>
    evaluatePolicy(policy, {
      ...{ requester, entitlementIds: ['prod/db', ...more], durationMs: HOUR_MS, reason: 'r', ticket: null },
      at: START,
    });
  const two = (changes: Partial<Rule> = {}) =>
    rule('two', {
      decision: { kind: 'review', steps: [group('leads'), group('security')] },
      distinct: true,
      ...changes,
    });

  test('says so to who is about to ask', () => {
    const asked = ask(company(two()));
    expect(asked).toMatchObject({ kind: 'review', distinct: true });
    expect(inEnglish(whatPolicySays(asked, company(two())))).toBe(
      'Ana or Lead, then Ana must approve, and nobody counts twice. At most 1h.',
    );
    const { distinct: _no, ...shared } = two();
    expect(ask(company(shared))).not.toHaveProperty('distinct');
    expect(inEnglish(whatPolicySays(ask(company(shared)), company(shared)))).not.toContain('twice');
  });

  test('refuses before it is sent what too few people could approve', () => {
    const outcome = ask(company(two()), 'lead');
    expect(outcome.kind === 'refused' && inEnglish(outcome.refusal.told)).toBe(
      'Nobody can get this approved now: nobody counts in two steps of “two”, and only Ana can answer any of them. Ask Owner to name more reviewers.',
    );
  });

  test('of two rules with a step each, asked for together, is what each of them alone would be', () => {
    const one = (name: string, id: string, by: string) =>
      rule(name, { entitlements: [id], decision: { kind: 'review', steps: [group(by)] }, distinct: true });
    const outcome = ask(
      company(one('a', 'prod/*', 'leads'), one('b', 'test/*', 'security')),
      'dev',
      'test/db',
    );
    expect(outcome).toMatchObject({ kind: 'review', steps: [{ name: 'leads' }, { name: 'security' }] });
    expect(outcome).not.toHaveProperty('distinct');
  });

  test('that comes to say so, or no longer does, is told', () => {
    const { distinct: _no, ...shared } = two();
    const lines = (before: Rule, after: Rule) =>
      describeChanges(company(before), { ...company(after), version: 2 }).lines.map(inEnglish);
    expect(lines(shared, two())).toEqual(['Nobody counts in two steps of the rule “two” any more']);
    expect(lines(two(), shared)).toEqual(['One person may count in several steps of the rule “two”']);
  });
});

test('people are enough where each step can be given different ones, and only there', () => {
  const wanted = fc.record({
    need: fc.integer({ min: 0, max: 3 }),
    reviewers: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.array(wanted, { maxLength: 4 }), (steps) => {
      expect(areEnoughPeople(steps)).toBe(
        canBeGiven(steps.flatMap(({ need, reviewers }) => Array<readonly string[]>(need).fill(reviewers))),
      );
    }),
    { numRuns: 1_000 },
  );
});

/** By trying all ways to give each of the places one of its people. */
const canBeGiven = (
  [first, ...others]: readonly (readonly string[])[],
  taken: readonly string[] = [],
): boolean =>
  first === undefined || first.some((id) => !taken.includes(id) && canBeGiven(others, [...taken, id]));
