import { expect, test } from 'vitest';
import { compileCondition } from '../../../shared/domain/conditions/compile-condition.ts';
import type { Organisation, Rule } from '../../../shared/domain/organisation/organisation.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { standingOf } from '../../../shared/domain/request/standing.ts';
import { HOUR_MS, instant, type Instant } from '../../../shared/lib/time.ts';
import { entitlement, factsWith, member, organisation, reviewBy, rule, START, story } from './fixtures.ts';

// What waits, where the rules of now want different people for their steps: those of the plan, and others.

const PEOPLE = [
  member('owner'),
  member('dev'),
  member('ana', ['leads', 'security']),
  member('ben', ['leads', 'security']),
];
const step = (name: string) => ({ name, reviewers: [{ kind: 'group' as const, name }], need: 1 });
const by = (...groups: string[]): Pick<Rule, 'decision'> => ({
  decision: { kind: 'review', steps: groups.map(step) },
});
const company = (version: number, ...rules: Rule[]): Organisation => ({
  ...organisation(PEOPLE, ['prod/db'], rules),
  version,
});
const TWO = { ...by('leads', 'security'), distinct: true } as const;

function asked(then: Organisation) {
  const outcome = evaluatePolicy(then, {
    ...{
      requester: 'dev',
      entitlementIds: ['prod/db'],
      durationMs: HOUR_MS,
      reason: 'because',
      ticket: null,
    },
    at: START,
  });
  if (outcome.kind !== 'review') throw new Error(`it is ${outcome.kind}`);
  const entitlements = [entitlement('prod/db', 'grant0001')];
  const changes = {
    entitlements,
    organisationVersion: 1,
    ...(outcome.distinct ? { distinct: true as const } : {}),
  };
  const plan = { kind: 'review' as const, steps: outcome.steps };
  const told = story(plan, changes);
  const facts = factsWith({ ...changes, plan: told.state?.facts.plan ?? { kind: 'auto' } });
  const standing = (now: Organisation, at: Instant) =>
    standingOf(facts, { then, now }, { conflicted: [], at });
  return {
    approve: (id: string, now = then, at: Instant = START) => {
      const { phase } = told.state ?? {};
      const at0 = phase?.kind === 'submitted' ? phase.step : 0;
      return told.send(reviewBy(id, { step: at0, standing: standing(now, at) }), at);
    },
    judge: (now: Organisation) => told.send({ type: 'judge', standing: standing(now, START) }),
  };
}

test('one step becomes two of different people: one of them does not do for both', () => {
  const now = company(2, rule('one', TWO));
  expect(asked(company(1, rule('one', by('leads')))).approve('ana', now)).toEqual(['requestOverruled']);
});

test('the hour brings another rule, whose steps are for different people', () => {
  const day = compileCondition('request.local.hour < 23');
  if (!day.ok) throw new Error('it cannot be read');
  const policy = company(1, rule('day', { when: day.value, ...by('leads') }), rule('night', TWO));
  // START is 22:13 of UTC.
  expect(asked(policy).approve('ana')).toEqual(['reviewGiven', 'requestApproved']);
  expect(asked(policy).approve('ana', policy, instant(START + HOUR_MS))).toEqual(['requestOverruled']);
});

test('who approved both steps before that is one person before access is set up, too', () => {
  const request = asked(company(1, rule('one', by('leads', 'security'))));
  expect(request.approve('ana')).toEqual(['reviewGiven', 'stepDone']);
  expect(request.approve('ana')).toEqual(['reviewGiven', 'requestApproved']);
  expect(request.judge(company(2, rule('one', by('leads', 'security'))))).toEqual([]);
  expect(request.judge(company(2, rule('one', TWO)))).toEqual(['grantFailed']);
});

test('two people do, in either order', () => {
  for (const [first, second] of [
    ['ana', 'ben'],
    ['ben', 'ana'],
  ] as const) {
    const request = asked(company(1, rule('one', by('leads', 'security'))));
    const now = company(2, rule('one', TWO));
    expect(request.approve(first, now)).toEqual(['reviewGiven', 'stepDone']);
    expect(request.approve(second, now)).toEqual(['reviewGiven', 'requestApproved']);
    expect(request.judge(now)).toEqual([]);
  }
});
