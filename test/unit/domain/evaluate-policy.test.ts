import { inWords } from '../../support/in-words.ts';
import { inEnglish } from '../../../shared/words/words.ts';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { refusalSchema } from '../../../shared/contract/request-schema.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import type { RuleDecision } from '../../../shared/domain/organisation/organisation.ts';
import { previewPolicy } from '../../../shared/domain/policy/preview-policy.ts';
import { whatPolicySays } from '../../../shared/domain/policy/what-policy-says.ts';
import type { RequestDraft } from '../../../shared/domain/policy/request-draft.ts';
import { DAY_MS, durationMs, HOUR_MS, MINUTE_MS } from '../../../shared/lib/time.ts';
import { member, organisation, rule, START } from './fixtures.ts';

const PEOPLE = [
  member('owner'),
  member('dev', ['developers']),
  member('lead', ['leads']),
  member('second', ['leads', 'developers']),
  member('service:bot', ['leads', 'ci']),
];

const steps = (name: string, group: string, need = 1): RuleDecision => ({
  kind: 'review',
  steps: [{ name, reviewers: [{ kind: 'group', name: group }], need }],
});

const draft = (changes: Partial<RequestDraft> = {}) => ({
  requester: 'dev',
  entitlementIds: ['prod/db:write'],
  durationMs: MINUTE_MS,
  reason: 'because it is broken',
  ticket: null,
  ...changes,
  at: START,
});

const ENTITLEMENTS = ['prod/db:write', 'prod/db:read', 'staging/db', 'other/thing', 'constructor'];
const withRules = (...rules: Parameters<typeof organisation>[2]) => organisation(PEOPLE, ENTITLEMENTS, rules);

describe('which rule decides', () => {
  test('the first that matches, not the best', () => {
    const policy = withRules(
      rule('all of production', { entitlements: ['prod/**'] }),
      rule('writes', { entitlements: ['prod/db:write'], decision: { kind: 'refuse', message: 'Never.' } }),
    );
    expect(evaluatePolicy(policy, draft())).toMatchObject({ kind: 'auto', rules: ['all of production'] });
  });

  test('only one that matches the requester too', () => {
    const policy = withRules(
      rule('for leads', { requesters: [{ kind: 'group', name: 'leads' }] }),
      rule('for dev', { requesters: [{ kind: 'member', id: 'dev' }], maxDurationMs: MINUTE_MS }),
    );
    expect(evaluatePolicy(policy, draft())).toMatchObject({ rules: ['for dev'] });
    expect(evaluatePolicy(policy, draft({ requester: 'service:bot' }))).toMatchObject({
      rules: ['for leads'],
    });
  });

  test('an owner is never told to ask herself, and nobody who only reads it is either', () => {
    const alone = withRules(rule('staging', { entitlements: ['staging/*'] }));
    const told = (changes: Partial<RequestDraft>) => {
      const outcome = evaluatePolicy(alone, draft(changes));
      return outcome.kind === 'refused' ? inEnglish(outcome.refusal.told) : outcome.kind;
    };
    expect(told({ requester: 'owner' })).toBe(
      'No rule lets Owner ask for “Title of prod/db:write”. You are an owner: you can add one if it should be allowed.',
    );
    expect(told({ reader: null })).toMatch(/Owner can add one if it should be allowed\.$/);
    const reviewed = withRules(rule('reviewed', { decision: steps('owner', 'leads', 3) }));
    const lacking = evaluatePolicy(reviewed, draft({ requester: 'owner' }));
    expect(lacking).toMatchObject({
      refusal: {
        told: inWords(/You are an owner: you can name more reviewers\.$/),
      },
    });
  });

  test('what no rule matches is refused, by title, and says whom to ask', () => {
    const policy = withRules(rule('staging', { entitlements: ['staging/*'] }));
    expect(evaluatePolicy(policy, draft())).toEqual({
      kind: 'refused',
      rules: [],
      maxDurationMs: null,
      refusal: {
        code: 'noRule',
        told: inWords(
          'No rule lets Dev ask for “Title of prod/db:write”. Ask Owner to add one if it should be allowed.',
        ),
      },
    });
  });

  test('a refusal is told in the words of the rule', () => {
    const policy = withRules(
      rule('frozen', { decision: { kind: 'refuse', message: 'Production is frozen.' } }),
    );
    expect(evaluatePolicy(policy, draft())).toMatchObject({
      kind: 'refused',
      rules: ['frozen'],
      refusal: { code: 'refusedByPolicy', told: inWords(/^Production is frozen\./) },
    });
  });

  test.each([
    ['an entitlement that is not in the catalog', { entitlementIds: ['prod/nothing'] }, 'unknownEntitlement'],
    [
      'an entitlement named like a part of the language',
      { entitlementIds: ['toString'] },
      'unknownEntitlement',
    ],
    ['nothing at all', { entitlementIds: [] }, 'badInput'],
    ['the same thing twice', { entitlementIds: ['staging/db', 'staging/db'] }, 'badInput'],
    ['somebody who is not there', { requester: 'mallory' }, 'notAllowed'],
    ['somebody named like a part of the language', { requester: 'constructor' }, 'notAllowed'],
  ])('%s is refused', (_, changes, code) =>
    expect(evaluatePolicy(withRules(rule('all')), draft(changes))).toMatchObject({
      kind: 'refused',
      refusal: { code },
    }),
  );
});

describe('who must approve', () => {
  test('people of the group, never services, and never the one who asks', () => {
    const policy = withRules(rule('reviewed', { decision: steps('owner', 'leads') }));
    expect(evaluatePolicy(policy, draft())).toMatchObject({
      steps: [{ reviewers: ['lead', 'second'], need: 1 }],
    });
    expect(evaluatePolicy(policy, draft({ requester: 'second' }))).toMatchObject({
      steps: [{ reviewers: ['lead'] }],
    });
  });

  test('when too few are left the request is refused at once, with what to do', () => {
    const policy = withRules(rule('reviewed', { decision: steps('owner', 'leads', 2) }));
    expect(evaluatePolicy(policy, draft({ requester: 'second' }))).toMatchObject({
      kind: 'refused',
      refusal: {
        code: 'nobodyCanApprove',
        told: inWords(
          'The rule “reviewed” wants 2 approvals, and only Lead could give one. Ask Owner to name more reviewers.',
        ),
      },
    });
  });

  test('where new people would be enough, who asks is told to wait or to have them confirmed', () => {
    const policy = withRules(rule('reviewed', { decision: steps('owner', 'leads') }));
    expect(evaluatePolicy(policy, draft({ requester: 'second', conflicted: ['lead'] }))).toMatchObject({
      refusal: { told: inWords(/Lead is new: .+ as soon as another owner runs latchkey confirm lead\.$/) },
    });
  });

  test('who is alone is told to bring in a second person', () => {
    const decision: RuleDecision = {
      kind: 'review',
      steps: [{ name: 'second', reviewers: [{ kind: 'anyone' }], need: 1 }],
    };
    const alone = organisation([member('dev')], ENTITLEMENTS, [rule('reviewed', { decision })]);
    expect(evaluatePolicy(alone, draft())).toMatchObject({
      refusal: { code: 'nobodyCanApprove', told: inWords(/needs a second person/) },
    });
  });
});

describe('several entitlements at once', () => {
  const both = draft({ entitlementIds: ['prod/db:write', 'staging/db'] });
  const prod = { entitlements: ['prod/**'] };
  const staging = { entitlements: ['staging/**'] };

  test('one refusal refuses all', () => {
    const policy = withRules(
      rule('prod', prod),
      rule('no', { ...staging, decision: { kind: 'refuse', message: 'No.' } }),
    );
    expect(evaluatePolicy(policy, both)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'refusedByPolicy' },
    });
    expect(evaluatePolicy(withRules(rule('prod', prod)), both)).toMatchObject({
      refusal: { code: 'noRule' },
    });
  });

  test('what one rule grants at once still waits for the review that another wants', () => {
    const policy = withRules(
      rule('prod', { ...prod, decision: steps('owner', 'leads') }),
      rule('free', staging),
    );
    expect(evaluatePolicy(policy, both)).toMatchObject({ kind: 'review', rules: ['prod', 'free'] });
  });

  test('the shortest limit and the shortest wait hold for all', () => {
    const policy = withRules(
      rule('prod', {
        ...prod,
        decision: steps('owner', 'leads'),
        maxDurationMs: HOUR_MS,
        lapseAfterMs: DAY_MS,
      }),
      rule('free', { ...staging, maxDurationMs: MINUTE_MS, lapseAfterMs: HOUR_MS }),
    );
    expect(evaluatePolicy(policy, both)).toMatchObject({ maxDurationMs: MINUTE_MS, lapseAfterMs: HOUR_MS });
    expect(evaluatePolicy(policy, { ...both, durationMs: HOUR_MS })).toMatchObject({
      refusal: { code: 'tooLong' },
    });
  });

  test('the same reviewers are asked once, for the larger number', () => {
    const policy = withRules(
      rule('prod', { ...prod, decision: steps('one', 'leads', 1) }),
      rule('staging', { ...staging, decision: steps('two', 'leads', 2) }),
    );
    expect(evaluatePolicy(policy, both)).toMatchObject({ steps: [{ name: 'one', need: 2 }] });
  });

  test('different reviewers all have to agree, in the order of the rules', () => {
    const policy = withRules(
      rule('prod', { ...prod, decision: steps('leads', 'leads') }),
      rule('staging', { ...staging, decision: steps('developers', 'developers') }),
    );
    const outcome = evaluatePolicy(policy, { ...both, entitlementIds: ['staging/db', 'prod/db:write'] });
    expect(outcome).toMatchObject({
      steps: [{ name: 'leads' }, { name: 'developers', reviewers: ['second'] }],
    });
  });

  test('the steps of one rule are never merged with each other', () => {
    const step = { name: 'a', reviewers: [{ kind: 'group', name: 'leads' } as const], need: 1 };
    const policy = withRules(
      rule('twice', { decision: { kind: 'review', steps: [step, { ...step, name: 'b' }] } }),
    );
    expect(evaluatePolicy(policy, draft())).toMatchObject({ steps: [{ name: 'a' }, { name: 'b' }] });
  });

  test('who has to approve twice for one of them has to approve twice for both', () => {
    const step = { name: 'a', reviewers: [{ kind: 'group', name: 'leads' } as const], need: 1 };
    const once = rule('once', { ...prod, decision: { kind: 'review', steps: [step] } });
    const twice = rule('twice', { ...staging, decision: { kind: 'review', steps: [step, step] } });
    for (const policy of [withRules(once, twice), withRules(twice, once)])
      expect(evaluatePolicy(policy, both)).toMatchObject({
        steps: [{ reviewers: ['lead', 'second'] }, { reviewers: ['lead', 'second'] }],
      });
  });
});

describe('what a rule demands', () => {
  const demanding = withRules(
    rule('strict', {
      minReasonLength: 10,
      ticketPattern: 'INC-[0-9]+',
      maxDurationMs: durationMs(90 * MINUTE_MS),
    }),
  );

  test.each([
    ['duration', { durationMs: HOUR_MS, ticket: 'INC-1' }, null],
    ['duration', { durationMs: durationMs(90 * MINUTE_MS), ticket: 'INC-1' }, null],
    ['duration', { durationMs: durationMs(90 * MINUTE_MS + 1), ticket: 'INC-1' }, 'tooLong'],
    ['duration', { durationMs: null, ticket: 'INC-1' }, 'badInput'],
    ['duration', { durationMs: durationMs(0), ticket: 'INC-1' }, 'badInput'],
    ['reason', { reason: '', ticket: 'INC-1' }, 'reasonMissing'],
    ['reason', { reason: 'too short', ticket: 'INC-1' }, 'reasonMissing'],
    ['reason', { reason: '     a     ', ticket: 'INC-1' }, 'reasonMissing'],
    ['reason', { reason: '1234567890', ticket: 'INC-1' }, null],
    ['ticket', { ticket: null }, 'ticketMissing'],
    ['ticket', { ticket: '  ' }, 'ticketMissing'],
    ['ticket', { ticket: 'INC-' }, 'ticketMissing'],
    ['ticket', { ticket: 'see INC-1 please' }, 'ticketMissing'],
    ['ticket', { ticket: `INC-${'1'.repeat(97)}` }, 'ticketMissing'],
    ['ticket', { ticket: ' INC-12 ' }, null],
  ])('%s: %j leads to %s', (field, changes, code) => {
    const outcome = evaluatePolicy(demanding, draft(changes));
    const { problems } = previewPolicy(demanding, draft(changes));
    if (code === null) {
      expect(outcome.kind).toBe('auto');
      expect(problems).toEqual([]);
    } else {
      expect(outcome).toMatchObject({ kind: 'refused', rules: ['strict'], refusal: { code } });
      expect(problems).toMatchObject([{ field, refusal: { code } }]);
    }
  });

  // Published by a Latchkey that read patterns otherwise: nobody can say what it would accept, and nothing is thrown.
  test.each(['(?=INC)INC-[0-9]+', '(INC)-\\1', '(', '[^]'])(
    'what nobody reads any more fits nothing: %s',
    (pattern) => {
      const before = withRules(rule('before', { ticketPattern: pattern }));
      expect(evaluatePolicy(before, draft({ ticket: 'INC-1' }))).toMatchObject({
        kind: 'refused',
        refusal: {
          code: 'ticketMissing',
          told: inWords(
            `The rule “before” asks for a ticket by a pattern that is not read any more (${pattern}). An owner has to publish another one.`,
          ),
        },
      });
      expect(previewPolicy(before, draft({ ticket: null })).ticketPatterns).toEqual([pattern]);
    },
  );

  test('the limit is told in words', () =>
    expect(evaluatePolicy(demanding, draft({ durationMs: DAY_MS, ticket: 'INC-1' }))).toMatchObject({
      refusal: { told: inWords('1d is too long for Title of prod/db:write. Ask for at most 1h 30m.') },
    }));
});

test('however many and long the titles, a refusal is a sentence that can be stored and sent', () => {
  const ids = Array.from({ length: LIMITS.entitlementsPerRequest }, (_, index) => `thing/${index}`);
  const short = organisation(PEOPLE, ids, [rule('short', { maxDurationMs: MINUTE_MS })]);
  const entitlements = Object.fromEntries(
    Object.entries(short.entitlements).map(([id, each]) => [
      id,
      { ...each, title: id.padEnd(LIMITS.titleLength, 'x') },
    ]),
  );
  const all = draft({ entitlementIds: ids, durationMs: HOUR_MS });
  const outcome = evaluatePolicy({ ...short, entitlements }, all);
  if (outcome.kind !== 'refused') throw new Error(`it is ${outcome.kind}`);
  expect(refusalSchema.parse(outcome.refusal).code).toBe('tooLong');
  expect(evaluatePolicy(short, all)).toMatchObject({
    refusal: {
      told: inWords(
        '1h is too long for Title of thing/0, Title of thing/1, Title of thing/2 and 17 others. Ask for at most 1m.',
      ),
    },
  });
});

describe('while somebody types', () => {
  const policy = withRules(
    rule('reviewed', { decision: steps('owner', 'leads'), minReasonLength: 10, ticketPattern: 'INC-[0-9]+' }),
  );
  const empty = draft({ durationMs: null, reason: '', ticket: null });

  test('an empty form already says who must approve, and all that is missing', () => {
    const { outcome, problems, minReasonLength, ticketPatterns } = previewPolicy(policy, empty);
    expect(outcome.kind).toBe('review');
    expect(problems.map((each) => each.field)).toEqual(['duration', 'reason', 'ticket']);
    expect({ minReasonLength, ticketPatterns }).toEqual({
      minReasonLength: 10,
      ticketPatterns: ['INC-[0-9]+'],
    });
    expect(evaluatePolicy(policy, empty).kind).toBe('refused');
  });

  const lots = Array.from({ length: 6 }, (_, index) => member(`p${index}`, ['many']));
  test.each([
    [rule('r'), 'Granted at once, for at most 1h.'],
    [rule('r', { decision: steps('s', 'leads') }), 'Lead or Second must approve. At most 1h.'],
    [rule('r', { decision: steps('s', 'leads', 2) }), 'Lead and Second must approve. At most 1h.'],
    [rule('r', { decision: steps('s', 'many') }), 'P0, P1, P2 or 3 others must approve. At most 1h.'],
    [
      rule('r', { decision: steps('s', 'many', 2) }),
      '2 of P0, P1, P2 and 3 others must approve. At most 1h.',
    ],
    [rule('r', { decision: { kind: 'refuse', message: 'Not here.' } }), 'Refused: Not here.'],
  ])('the answer is a sentence (%#)', (only, sentence) => {
    const all = organisation([...PEOPLE, ...lots], ENTITLEMENTS, [only]);
    expect(inEnglish(whatPolicySays(previewPolicy(all, empty).outcome, all))).toContain(sentence);
  });

  test('two steps are told in their order', () => {
    const decision: RuleDecision = {
      kind: 'review',
      steps: [
        { name: 'a', reviewers: [{ kind: 'member', id: 'lead' }], need: 1 },
        { name: 'b', reviewers: [{ kind: 'member', id: 'owner' }], need: 1 },
      ],
    };
    const all = withRules(rule('r', { decision }));
    expect(inEnglish(whatPolicySays(previewPolicy(all, empty).outcome, all))).toBe(
      'Lead, then Owner must approve. At most 1h.',
    );
  });
});
