import { describe, expect, test } from 'vitest';
import type {
  Member,
  Organisation,
  ReviewerMatcher,
} from '../../../shared/domain/organisation/organisation.ts';
import { describeChanges } from '../../../shared/domain/organisation/describe-changes.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { standingOf } from '../../../shared/domain/request/standing.ts';
import { HOUR_MS } from '../../../shared/lib/time.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { factsWith, member, organisation, rule, START } from './fixtures.ts';

const MANAGER: ReviewerMatcher = { kind: 'manager' };
const OWNER_OF: ReviewerMatcher = { kind: 'ownerOf', tag: 'team' };
const LEADS: ReviewerMatcher = { kind: 'group', name: 'leads' };

const reviewedBy = (...reviewers: ReviewerMatcher[]) =>
  rule('reviewed', { decision: { kind: 'review', steps: [{ name: 'step', reviewers, need: 1 }] } });

const PEOPLE: readonly Member[] = [
  member('owner'),
  { ...member('dev'), manager: 'boss' },
  { ...member('boss'), manager: 'boss' },
  member('lead', ['leads']),
  member('ana', ['payments']),
  member('ben', ['search']),
  member('service:bot'),
];
const TEAMS: Readonly<Record<string, string>> = {
  'pay/db': 'payments',
  'find/db': 'search',
  'pay/queue': 'payments',
};

function company(people: readonly Member[], ...reviewers: ReviewerMatcher[]): Organisation {
  const made = organisation(people, [...Object.keys(TEAMS), 'no/body', 'no/tag'], [reviewedBy(...reviewers)]);
  const tagged = Object.values(made.entitlements).map((each) => {
    const team = each.id === 'no/body' ? 'nobody' : TEAMS[each.id];
    return [each.id, { ...each, tags: team === undefined ? {} : { team } }] as const;
  });
  return { ...made, entitlements: Object.fromEntries(tagged) };
}

const ask = (policy: Organisation, requester: string, ...entitlementIds: string[]) =>
  evaluatePolicy(policy, {
    requester,
    entitlementIds,
    durationMs: HOUR_MS,
    reason: '',
    ticket: null,
    at: START,
  });
const whoMay = (outcome: ReturnType<typeof ask>) =>
  outcome.kind === 'review' ? outcome.steps.map(({ reviewers }) => reviewers) : outcome.kind;
const whyNot = (outcome: ReturnType<typeof ask>) =>
  outcome.kind === 'refused' ? inEnglish(outcome.refusal.told) : outcome.kind;

describe('the manager of who asks', () => {
  test('approves, and the plan means them by name', () => {
    const outcome = ask(company(PEOPLE, MANAGER), 'dev', 'pay/db');
    expect(whoMay(outcome)).toEqual([['boss']]);
    expect(outcome).toMatchObject({ steps: [{ meant: [[{ kind: 'member', id: 'boss' }]] }] });
  });

  test('who is their own approves nothing of theirs', () =>
    expect(whyNot(ask(company(PEOPLE, MANAGER), 'boss', 'pay/db'))).toContain(
      'nobody but you could give one',
    ));

  test('who is nobody is told, with whom to ask', () => {
    const policy = company(PEOPLE, MANAGER);
    expect(whyNot(ask(policy, 'service:bot', 'pay/db'))).toBe(
      'Nobody can approve “step” of the rule “reviewed” now. people.yaml names no manager of Service:bot. Ask Owner to mend it.',
    );
    expect(whoMay(ask(company(PEOPLE, MANAGER, LEADS), 'service:bot', 'pay/db'))).toEqual([['lead']]);
  });

  test('who is another now is wanted, too: by the plan of then nobody answers in their place', () => {
    const then = company(PEOPLE, MANAGER);
    const now = {
      ...company(
        PEOPLE.map((each) => (each.id === 'dev' ? { ...each, manager: 'lead' } : each)),
        MANAGER,
      ),
      version: 2,
    };
    const outcome = ask(then, 'dev', 'pay/db');
    if (outcome.kind !== 'review') throw new Error('it is not reviewed');
    const facts = factsWith({
      plan: { kind: 'review', steps: outcome.steps.map(({ reviewers: _now, ...step }) => step) },
      entitlements: [{ ...factsWith().entitlements[0]!, entitlementId: 'pay/db' }],
    });
    const standing = standingOf(facts, { then, now }, { conflicted: [], at: START });
    expect(standing.steps.map(({ reviewers }) => reviewers)).toEqual([['lead'], ['lead']]);
    expect(standing.reviewers).toEqual([[]]);
  });
});

describe('the group that a tag of the entitlement names', () => {
  const policy = company(PEOPLE, OWNER_OF);

  test('approves; two groups are a step each, the same is one', () => {
    expect(whoMay(ask(policy, 'dev', 'pay/db', 'pay/queue'))).toEqual([['ana']]);
    const both = ask(policy, 'dev', 'pay/db', 'find/db');
    expect(whoMay(both)).toEqual([['ana'], ['ben']]);
    expect(both).toMatchObject({ rules: ['reviewed'] });
  });

  test('that is not there is told', () =>
    expect(whyNot(ask(policy, 'dev', 'no/tag'))).toBe(
      'Nobody can approve “step” of the rule “reviewed” now. “Title of no/tag” has no tag “team”, which would name the group that owns it. Ask Owner to mend it.',
    ));

  test('in which nobody is approves nothing', () =>
    expect(ask(policy, 'dev', 'no/body').kind).toBe('refused'));
});

test('what a version changes of them is told', () =>
  expect(
    describeChanges(company(PEOPLE, LEADS), { ...company(PEOPLE, MANAGER, OWNER_OF), version: 2 }).lines.map(
      inEnglish,
    ),
  ).toEqual([
    'The rule “reviewed”: approved by 1 of their manager or the group in the tag team (was approved by 1 of group leads)',
  ]));
