import { compileCondition } from '../../../shared/domain/conditions/compile-condition.ts';
import type { Organisation, Rule } from '../../../shared/domain/organisation/organisation.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../../shared/lib/time.ts';
import { member, organisation, rule } from '../../unit/domain/fixtures.ts';
import type { Figure } from '../figure.ts';

const RULES = 1_000;
const DECISIONS = 2_000;
/** What the issue of rules with conditions allows, in the median. */
const MOST_MICROSECONDS = 200;
/** One that many rules have, with the fields that policies ask for. */
const WHEN =
  'request.local.weekday <= 5 && request.local.hour >= 8 && !request.local.holiday && request.durationMinutes <= 240 && "team" in requester.groups';

/**
 * Each rule is about every entitlement and for everybody of one of twenty groups, so that nothing but its condition rules it out: fifty are
 * asked of one person, and the last of them decides.
 */
export const decisions: Figure = {
  name: 'decisions',
  title: `a decision over ${RULES.toLocaleString('en')} rules with conditions, the median`,
  against: 'an empty loop over the same rules',
  unit: 'µs',
  bound: 'atMost',
  target: 120,
  measure() {
    const policy = policyOf(RULES);
    const asked = Object.keys(policy.entitlements);
    const ask = (index: number) =>
      evaluatePolicy(policy, {
        requester: `p${index % 20}`,
        entitlementIds: [asked[index % asked.length] ?? ''],
        durationMs: HOUR_MS,
        reason: 'to see how long it takes',
        ticket: null,
        at: instant(Date.UTC(2026, 11, 1, 10) + index * MINUTE_MS),
      });
    if (ask(0).kind !== 'auto') throw new Error('no rule decided');
    for (let index = 0; index < 200; index += 1) ask(index);
    const value = medianOf(DECISIONS, ask);
    let names = 0;
    const limit = medianOf(DECISIONS, () => {
      for (const { name } of policy.rules) names += name.length;
    });
    const broken = value > MOST_MICROSECONDS ? `more than ${MOST_MICROSECONDS} µs` : undefined;
    return Promise.resolve({
      kind: 'measured',
      value,
      limit,
      broken,
      note: `at most ${MOST_MICROSECONDS} µs; ${names > 0 ? 50 : 0} conditions each`,
    });
  },
};

function policyOf(rules: number): Organisation {
  const people = Array.from({ length: 20 }, (_, index) => member(`p${index}`, [`g${index}`]));
  const entitlements = Array.from({ length: 100 }, (_, index) => `prod/db${index}:read`);
  const condition = compileCondition(WHEN);
  if (!condition.ok) throw new Error('the condition cannot be read');
  const made = Array.from({ length: rules }, (_, index): Rule => {
    const requesters = [{ kind: 'group' as const, name: `g${index % 20}` }];
    const isLast = index >= rules - 20;
    return rule(`rule ${index}`, {
      requesters,
      entitlements: ['prod/**'],
      ...(isLast ? {} : { when: condition.value }),
    });
  });
  return organisation(people, entitlements, made);
}

/** Microseconds of one call. */
function medianOf(times: number, work: (index: number) => unknown): number {
  const took = Array.from({ length: times }, (_, index) => {
    const before = performance.now();
    work(index);
    return (performance.now() - before) * 1_000;
  });
  return took.sort((a, b) => a - b)[Math.floor(times / 2)] ?? 0;
}
