import { inWords } from '../../support/in-words.ts';
import { describe, expect, test } from 'vitest';
import { parseOrganisation } from '../../../shared/organisation-files/parse-organisation.ts';
import { requestFactsSchema } from '../../../shared/contract/request-schema.ts';
import { exampleOrganisation } from '../../../shared/cli/templates/example-organisation.ts';
import { describeChanges } from '../../../shared/domain/organisation/describe-changes.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { isHighRisk } from '../../../shared/domain/organisation/high-risk.ts';
import type { RuleDecision } from '../../../shared/domain/organisation/organisation.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import { MINUTE_MS } from '../../../shared/lib/time.ts';
import { standingOf } from '../../../shared/domain/request/standing.ts';
import { factsWith, member, organisation, planOf, reviewBy, rule, START, story } from './fixtures.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';

const PEOPLE = [member('owner'), member('dev'), member('lead', ['leads'])];
const byLeads: RuleDecision = {
  kind: 'review',
  steps: [{ name: 'lead', reviewers: [{ kind: 'group', name: 'leads' }], need: 1 }],
};
const high = rule('high', { entitlements: ['prod/*'], decision: byLeads, risk: 'high' });
const normal = rule('normal', { entitlements: ['test/*'], decision: byLeads });
const ask = (...entitlementIds: string[]) => {
  const draft = {
    requester: 'dev',
    entitlementIds,
    durationMs: MINUTE_MS,
    reason: 'r',
    ticket: null,
    at: START,
  };
  return evaluatePolicy(organisation(PEOPLE, ['prod/db', 'test/db'], [high, normal]), draft);
};

describe('what a rule says about risk', () => {
  const policyWith = (from: string, to: string) =>
    parseOrganisation(
      {
        ...exampleOrganisation,
        policy: exampleOrganisation.policy.replace(from, () => `${from}\n    ${to}`),
      },
      1,
      {},
    );

  test('is high, or nothing', () => {
    const { organisation: read, mistakes } = policyWith('maxDuration: 2h', 'risk: high');
    expect(mistakes).toEqual([]);
    expect(read?.rules.map(({ risk }) => risk)).toEqual(['high', undefined, undefined]);
    expect(policyWith('maxDuration: 2h', 'risk: low').mistakes).toMatchObject([
      { told: inWords(/must be high/) },
    ]);
  });

  test('is warned about where nobody approves', () =>
    expect(policyWith('maxDuration: 4h', 'risk: high').mistakes).toMatchObject([
      { severity: 'warning', told: inWords(/nobody approves by this rule/) },
    ]));

  test('is told to owners when it goes', () =>
    expect(
      describeChanges(
        organisation(PEOPLE, ['prod/db'], [high]),
        organisation(PEOPLE, ['prod/db'], [rule('high', { entitlements: ['prod/*'], decision: byLeads })]),
      ).lines,
    ).toEqual([inWords(/^The rule “high”: no longer high risk$/)]));
});

describe('a request', () => {
  test('has the highest risk of the rules that decide it', () => {
    expect(ask('test/db')).not.toHaveProperty('risk');
    expect(ask('prod/db')).toMatchObject({ kind: 'review', risk: 'high' });
    expect(ask('test/db', 'prod/db')).toMatchObject({ kind: 'review', risk: 'high' });
  });

  test('is signed the same by a device that does not know its risk', () =>
    expect(reviewedContent(sha256, factsWith({ risk: 'high' }))).toEqual(
      reviewedContent(sha256, factsWith()),
    ));

  test('of a risk that only a newer version knows is high risk here', () => {
    const facts = { ...factsWith({ requestId: 'request00', risk: 'high' }), risk: 'extreme' };
    expect(isHighRisk(requestFactsSchema.parse(facts))).toBe(true);
    expect(requestFactsSchema.parse(factsWith({ requestId: 'request00' }))).not.toHaveProperty('risk');
  });

  test('that waits as an ordinary one is asked again when policy says high risk, and so is what was approved and not set up yet', () => {
    const before = organisation(PEOPLE, ['prod/db:write'], [{ ...normal, entitlements: ['prod/*'] }]);
    const now = organisation(PEOPLE, ['prod/db:write'], [high]);
    const plan = { kind: 'review' as const, steps: [{ name: 'lead', reviewers: ['lead'], need: 1 }] };
    const facts = { plan: planOf(plan), durationMs: MINUTE_MS };
    const standing = standingOf(factsWith(facts), { then: before, now }, { conflicted: [], at: START });
    expect(story(plan, facts).send({ type: 'judge', standing })).toEqual(['requestOverruled']);
    expect(story(plan, facts).send(reviewBy('lead', { standing }))).toEqual(['requestOverruled']);
    expect(story(plan, { ...facts, risk: 'high' }).send(reviewBy('lead', { standing }))).toContain(
      'requestApproved',
    );
    const approved = story(plan, facts);
    approved.send(reviewBy('lead'));
    expect(approved.send({ type: 'judge', standing })).not.toEqual([]);
  });
});
