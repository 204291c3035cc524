import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../../shared/domain/conditions/compile-condition.ts';
import { describeChanges } from '../../../shared/domain/organisation/describe-changes.ts';
import type {
  Member,
  Organisation,
  Rule,
  RuleDecision,
} from '../../../shared/domain/organisation/organisation.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { previewPolicy } from '../../../shared/domain/policy/preview-policy.ts';
import type { RequestDraft } from '../../../shared/domain/policy/request-draft.ts';
import { whatPolicySays } from '../../../shared/domain/policy/what-policy-says.ts';
import { standingOf } from '../../../shared/domain/request/standing.ts';
import { durationMs, HOUR_MS, instant, MINUTE_MS } from '../../../shared/lib/time.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { factsWith, member, organisation, planOf, rule } from './fixtures.ts';

/** Tuesday, 1 December 2026, at this hour of UTC. */
const tuesday = (hour: number, minute = 0) => instant(Date.UTC(2026, 11, 1, hour, minute));

const when = (text: string, changes: Partial<Rule> = {}): Partial<Rule> => {
  const compiled = compileCondition(text);
  if (!compiled.ok) throw new Error(inEnglish(compiled.error));
  return { when: compiled.value, ...changes };
};

const byLeads: RuleDecision = {
  kind: 'review',
  steps: [{ name: 'lead', reviewers: [{ kind: 'group', name: 'leads' }], need: 1 }],
};
const WORKING_HOURS = 'request.local.weekday <= 5 && request.local.hour >= 8 && request.local.hour < 18';

const people = (changes: Partial<Member> = {}): Member[] => [
  member('owner'),
  { ...member('dev', ['developers']), ...changes },
  member('lead', ['leads']),
  member('service:bot'),
];
const company = (rules: readonly Rule[], changes: Partial<Organisation> = {}, dev: Partial<Member> = {}) => ({
  ...organisation(people(dev), ['staging/db', 'prod/db'], rules),
  ...changes,
});
const ask = (changes: Partial<RequestDraft> = {}) => ({
  requester: 'dev',
  entitlementIds: ['staging/db'],
  durationMs: HOUR_MS,
  reason: 'it is broken',
  ticket: null,
  ...changes,
  at: changes.at ?? tuesday(10),
});
const officeHours = (changes: Partial<Rule> = {}) => [
  rule('office hours', when(WORKING_HOURS, changes)),
  rule('else', { decision: byLeads }),
];

describe('a rule with a condition', () => {
  test('decides while it holds, and leaves it to the next rule while it does not', () => {
    const policy = company(officeHours());
    expect(evaluatePolicy(policy, ask())).toMatchObject({ kind: 'auto', rules: ['office hours'] });
    expect(evaluatePolicy(policy, ask({ at: tuesday(18) }))).toMatchObject({
      kind: 'review',
      rules: ['else'],
    });
  });

  test.each([
    [
      'what is asked for',
      'entitlement.id.startsWith("staging/") && entitlement.tags == {"env": "test"}',
      'auto',
    ],
    ['its provider', 'entitlement.provider == "example"', 'auto'],
    ['who asks', 'requester.kind == "service" || "developers" in requester.groups', 'auto'],
    ['that they are no owner', 'requester.isOwner', 'refused'],
    ['how long it is to be', 'request.durationMinutes <= 60', 'auto'],
    ['the reason', 'request.reason.contains("broken")', 'auto'],
    ['that there is no ticket', 'request.ticket == ""', 'auto'],
    [
      'when it begins',
      'request.startsAt < timestamp("2026-12-02T00:00:00Z") && now == request.startsAt',
      'auto',
    ],
  ])('can speak of %s', (_what, text, kind) => {
    const made = company([rule('only', when(text))]);
    const tagged: Organisation = {
      ...made,
      entitlements: { 'staging/db': { ...made.entitlements['staging/db']!, tags: { env: 'test' } } },
    };
    expect(evaluatePolicy(tagged, ask()).kind).toBe(kind);
  });

  test('takes a second more than an hour for more than 60 minutes', () => {
    const policy = company([
      rule('an hour', when('request.durationMinutes <= 60', { maxDurationMs: durationMs(2 * HOUR_MS) })),
    ]);
    expect(evaluatePolicy(policy, ask()).kind).toBe('auto');
    expect(evaluatePolicy(policy, ask({ durationMs: durationMs(HOUR_MS + 1_000) })).kind).toBe('refused');
  });
});

describe('whose clock counts', () => {
  const kindAt = (policy: Organisation, hour: number, requester = 'dev') =>
    evaluatePolicy(policy, ask({ at: tuesday(hour), requester })).kind;

  test('that of who asks', () => {
    const policy = company(officeHours(), {}, { timezone: 'Asia/Kathmandu' });
    // 5 h 45 min ahead of UTC.
    expect(kindAt(policy, 12)).toBe('auto');
    expect(kindAt(policy, 13)).toBe('review');
    expect(evaluatePolicy(policy, ask({ at: tuesday(12, 15) })).kind).toBe('review');
  });

  test('that of the organisation where they have none, and UTC where it has none', () => {
    expect(kindAt(company(officeHours(), { timezone: 'America/New_York' }), 22, 'service:bot')).toBe('auto');
    expect(kindAt(company(officeHours()), 22, 'service:bot')).toBe('review');
  });

  test('that of the rule, if it names one', () => {
    const policy = company(officeHours({ timezone: 'America/New_York' }), {}, { timezone: 'Europe/Berlin' });
    expect(kindAt(policy, 10)).toBe('review');
    expect(kindAt(policy, 22)).toBe('auto');
  });

  test('on a holiday as well: it is one where the clock is', () => {
    const text = '!request.local.holiday';
    const policy = company([rule('no holiday', when(text, { timezone: 'Asia/Tokyo' }))], {
      holidays: ['2026-12-02'],
    });
    expect(kindAt(policy, 14)).toBe('auto');
    expect(kindAt(policy, 15)).toBe('refused');
  });
});

describe('a condition that cannot be evaluated', () => {
  const blocked = [rule('blocked', when('entitlement.tags["env"] == "test"')), rule('else')];

  test('blocks: no other rule decides, and it is said which one it is, why, and whom to ask', () => {
    const outcome = evaluatePolicy(company(blocked), ask());
    expect(outcome).toMatchObject({ kind: 'refused', rules: ['blocked'] });
    expect(outcome.kind === 'refused' && inEnglish(outcome.refusal.told)).toBe(
      'Nobody can say whether the rule “blocked” is meant for this, so “Title of staging/db” is not given. ' +
        '“env” is not there. Ask first, as in has(entitlement.tags.env) && entitlement.tags.env == "prod". Ask Owner to mend it.',
    );
  });

  test('does not where a rule before it decides', () => {
    expect(evaluatePolicy(company([rule('first'), ...blocked]), ask())).toMatchObject({
      kind: 'auto',
      rules: ['first'],
    });
  });

  test.each([
    ['in a zone that there is not', { when: { text: 'request.local.hour < 18' }, timezone: 'Mars/Olympus' }],
    ['that this Latchkey does not understand', { when: { text: 'requester.shoeSize > 40' } }],
    ['that nobody can read', { when: { text: '((' } }],
    ['of what requests do not say yet', { when: { text: 'request.origin != "agent"' } }],
  ])('%s is one', (_what, changes) => {
    const outcome = evaluatePolicy(company([rule('blocked', changes), rule('else')]), ask());
    expect(outcome).toMatchObject({
      kind: 'refused',
      rules: ['blocked'],
      refusal: { told: { code: 'conditionBlocks' } },
    });
  });

  test('blocks the whole request, whatever else is asked for with it', () => {
    const rules = [rule('prod', { entitlements: ['prod/*'] }), ...blocked];
    const outcome = evaluatePolicy(company(rules), ask({ entitlementIds: ['prod/db', 'staging/db'] }));
    expect(outcome).toMatchObject({ kind: 'refused', rules: ['blocked'] });
  });
});

describe('while it is not filled in how long', () => {
  const draft = (changes: Partial<RequestDraft> = {}): RequestDraft => ({
    ...ask(),
    durationMs: null,
    at: null,
    ...changes,
  });

  test('it depends, and no more is promised than some rule gives', () => {
    const rules = [
      rule('short', when('request.durationMinutes <= 30', { maxDurationMs: durationMs(30 * MINUTE_MS) })),
      rule('long', { decision: byLeads, maxDurationMs: durationMs(4 * HOUR_MS) }),
      rule('never asked', { maxDurationMs: durationMs(9 * HOUR_MS) }),
    ];
    const { outcome, problems } = previewPolicy(company(rules), draft());
    expect(outcome).toEqual({ kind: 'depends', maxDurationMs: 4 * HOUR_MS });
    expect(inEnglish(whatPolicySays(outcome, company(rules)))).toBe(
      'It depends on when, for how long and why you ask. Never more than 4h.',
    );
    expect(problems).toMatchObject([{ field: 'duration', refusal: { told: { code: 'durationMissing' } } }]);
  });

  test('a rule without a condition that stands before decides', () => {
    const policy = company([rule('first'), ...officeHours()]);
    expect(previewPolicy(policy, draft()).outcome).toMatchObject({ kind: 'auto', rules: ['first'] });
  });

  test('nothing is granted by it', () => {
    expect(evaluatePolicy(company(officeHours()), { ...ask(), durationMs: null })).toMatchObject({
      kind: 'refused',
      refusal: { told: { code: 'durationMissing' } },
    });
  });
});

describe('what waits', () => {
  const plan = { kind: 'review' as const, steps: [{ name: 'lead', reviewers: ['lead'], need: 1 }] };
  const waiting = factsWith({
    plan: planOf(plan),
    entitlements: [{ ...factsWith().entitlements[0]!, entitlementId: 'staging/db' }],
  });
  const standingAt = (hour: number, policy: Organisation) =>
    standingOf(waiting, { then: policy, now: policy }, { conflicted: [], at: tuesday(hour) });

  test('is allowed by the hour in which it would begin, not by that in which it was asked', () => {
    const policy = company([rule('office hours', when(WORKING_HOURS, { decision: byLeads }))]);
    expect(standingAt(17, policy).refusal).toBeNull();
    const { refusal } = standingAt(18, policy);
    expect(refusal && inEnglish(refusal.told)).toBe(
      'What was allowed when this was asked is not allowed now. No rule lets Dev ask for “Title of staging/db”. ' +
        'Owner can add one if it should be allowed. It has to be asked again.',
    );
  });

  test('needs what the rule of the hour wants, too', () => {
    const night: RuleDecision = {
      kind: 'review',
      steps: [{ name: 'owner', reviewers: [{ kind: 'member', id: 'owner' }], need: 1 }],
    };
    const policy = company([
      rule('office hours', when(WORKING_HOURS, { decision: byLeads })),
      rule('night', { decision: night }),
    ]);
    expect(standingAt(10, policy).steps.map(({ name }) => name)).toEqual(['lead', 'lead']);
    expect(standingAt(20, policy).steps.map(({ name }) => name)).toEqual(['owner', 'owner']);
  });

  test('is not granted by a rule that came to be blocked', () => {
    const before = company([rule('leads', { decision: byLeads })]);
    const after = {
      ...company([rule('leads', { decision: byLeads, when: { text: 'entitlement.tags["x"] == ""' } })]),
      version: 2,
    };
    const { refusal } = standingOf(
      waiting,
      { then: before, now: after },
      { conflicted: [], at: tuesday(10) },
    );
    expect(refusal).toMatchObject({
      told: { code: 'filesChanged', params: { why: { code: 'conditionBlocks' } } },
    });
  });
});

test('what a version changes of conditions, zones and holidays is told', () => {
  const before = company(officeHours(), { holidays: ['2026-12-25', '2027-01-01'] });
  const after = {
    ...company(officeHours({ ...when('requester.isOwner'), timezone: 'Europe/Berlin' }), {
      timezone: 'Europe/Berlin',
      holidays: ['2026-12-25', '2026-12-26'],
    }),
    version: 2,
  };
  expect(describeChanges(before, after).lines.map(inEnglish)).toEqual([
    `The rule “office hours”: only when requester.isOwner (was only when ${WORKING_HOURS}); now by the time of Europe/Berlin`,
    'The time of who has no zone of their own is that of Europe/Berlin (was UTC)',
    'Holidays are now also 2026-12-26. No holidays any more: 2027-01-01',
  ]);
});
