import { describe, expect, test } from 'vitest';
import { audienceOf } from '../../../shared/domain/request/audience-of.ts';
import { pendingReviewers } from '../../../shared/domain/request/pending-reviewers.ts';
import type { RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { Rule } from '../../../shared/domain/organisation/organisation.ts';
import { evaluatePolicy } from '../../../shared/domain/policy/evaluate-policy.ts';
import { standingOf } from '../../../shared/domain/request/standing.ts';
import { MINUTE_MS } from '../../../shared/lib/time.ts';
import {
  factsWith,
  member,
  organisation,
  planOf,
  reviewBy,
  rule,
  START,
  story,
  type Story,
} from './fixtures.ts';

const step = (name: string, ...groups: string[]) => ({
  name,
  need: 1,
  reviewers: groups.map((group) => ({ kind: 'group' as const, name: group })),
});
const twoSteps = rule('two', {
  decision: { kind: 'review', steps: [step('first', 'leads'), step('second', 'bosses')] },
});
type Groups = Readonly<Record<string, readonly string[]>>;
const company = (groups: Groups, rules: readonly Rule[] = [twoSteps], version = 1) => ({
  ...organisation(
    ['dev', 'lead', 'new', 'boss'].map((id) => member(id, groups[id] ?? [])),
    ['prod/db:write', 'prod/queue'],
    rules,
  ),
  version,
});
const THEN: Groups = { lead: ['leads'], boss: ['bosses'] };

/** A request that waits, asked while the groups were as they are in `THEN`. */
function asked(
  rules: readonly Rule[] = [twoSteps],
  entitlementIds: readonly string[] = ['prod/db:write'],
  then: Groups = THEN,
) {
  const draft = {
    requester: 'dev',
    entitlementIds,
    durationMs: MINUTE_MS,
    reason: '',
    ticket: null,
    at: START,
  };
  const outcome = evaluatePolicy(company(then, rules), draft);
  if (outcome.kind !== 'review') throw new Error(`it is ${outcome.kind}`);
  const plan = { kind: 'review' as const, steps: outcome.steps };
  const entitlements = entitlementIds.map((id, index) => ({
    ...factsWith().entitlements[0]!,
    entitlementId: id,
    grantId: `grant000${index}`,
  }));
  const facts = { durationMs: MINUTE_MS, entitlements };
  const told = story(plan, facts);
  const standing = (groups: Groups, changes: { rules?: readonly Rule[]; conflicted?: string[] } = {}) =>
    standingOf(
      factsWith({ ...facts, plan: planOf(plan) }),
      { then: company(then, rules), now: company(groups, changes.rules ?? rules, 2) },
      { conflicted: changes.conflicted ?? [], at: START },
    );
  return {
    told,
    standing,
    judge: (...now: Parameters<typeof standing>) => told.send({ type: 'judge', standing: standing(...now) }),
  };
}
const pending = ({ state }: Story) => (state ? pendingReviewers(state) : []);
const last = ({ records }: Story): RequestEntry | undefined => records.at(-1)?.entry;

describe('who may answer what waits', () => {
  test('is who was meant when it was asked, until somebody else is', () => {
    const { told, judge } = asked();
    expect(told.state?.reviewers).toEqual([['lead'], ['boss']]);
    expect(judge(THEN)).toEqual([]);
    expect(judge({ ...THEN, new: ['leads'] })).toEqual(['reviewersNamed']);
    expect(last(told)).toMatchObject({ cause: 'organisation', organisationVersion: 2 });
    expect(pending(told)).toEqual(['lead', 'new']);
    expect(judge({ ...THEN, new: ['leads'] })).toEqual([]);
  });

  test('and was meant once is seen by them ever after, and answered no more', () => {
    const { told, judge, standing } = asked();
    const now = { new: ['leads'], boss: ['bosses'] };
    judge(now);
    expect(told.state).toMatchObject({ reviewers: [['new'], ['boss']], former: ['lead'] });
    expect([...audienceOf(told.state!)].sort()).toEqual(['boss', 'dev', 'lead', 'new']);
    expect(told.send(reviewBy('lead', { standing: standing(now) }))).toBe('notReviewer');
    judge({ ...now, lead: ['leads'] });
    expect(told.state).toMatchObject({ former: [] });
  });

  test('is never who asked, nor whose review does not count for them', () => {
    const { told, judge } = asked();
    judge(
      { lead: ['leads'], dev: ['leads', 'bosses'], new: ['leads'], boss: ['bosses'] },
      { conflicted: ['new'] },
    );
    expect(told.state?.reviewers).toEqual([['lead'], ['boss']]);
  });

  test('is named in the commit of the review, where nobody had looked since the group changed', () => {
    const { told, standing } = asked();
    const now = standing({ ...THEN, new: ['leads'] });
    expect(told.send(reviewBy('new', { standing: now }))).toEqual([
      'reviewersNamed',
      'reviewGiven',
      'stepDone',
    ]);
    expect(pending(told)).toEqual(['boss']);
  });

  test('of a step that is done stays as it was answered', () => {
    const { told, judge, standing } = asked();
    told.send(reviewBy('lead', { standing: standing(THEN) }));
    expect(judge({ ...THEN, new: ['leads'] })).toEqual([]);
    expect(judge({ ...THEN, new: ['bosses'] })).toEqual(['reviewersNamed']);
    expect(told.state?.reviewers).toEqual([['lead'], ['boss', 'new']]);
  });

  test('is nobody where too few are left: then it is asked again', () => {
    const { told, judge } = asked();
    expect(judge({ boss: ['bosses'] })).toEqual(['requestOverruled']);
    expect(told.state?.phase.kind).toBe('refused');
  });

  test('of rules that share a step is whom all of them mean, also when they come to mean different people', () => {
    const leads = rule('leads', {
      entitlements: ['prod/db:*'],
      decision: { kind: 'review', steps: [step('lead', 'leads')] },
    });
    const seniors = rule('seniors', {
      entitlements: ['prod/queue'],
      decision: { kind: 'review', steps: [step('senior', 'seniors', 'leads')] },
    });
    const { told, judge } = asked([leads, seniors], ['prod/db:write', 'prod/queue']);
    expect(told.state?.reviewers).toEqual([['lead']]);
    expect(judge({ ...THEN, new: ['seniors'] })).toEqual([]);
    expect(judge({ ...THEN, new: ['leads'] })).toEqual(['reviewersNamed']);
    expect(pending(told)).toEqual(['lead', 'new']);
  });
});

describe('who moved to the group of another step', () => {
  const both = rule('both', {
    decision: { kind: 'review', steps: [{ ...step('first', 'leads'), need: 2 }, step('second', 'bosses')] },
  });
  const before: Groups = { lead: ['leads'], new: ['leads'], boss: ['bosses'] };
  const moved: Groups = { lead: ['bosses'], new: ['leads'], boss: ['leads'] };

  test('has answered the step before for nothing, and the others can still answer it', () => {
    const { told, standing } = asked([both], ['prod/db:write'], before);
    told.send(reviewBy('lead', { standing: standing(before) }));
    expect(told.send({ type: 'judge', standing: standing(moved) })).toEqual(['reviewersNamed']);
    expect(told.send(reviewBy('new', { standing: standing(moved) }))).toEqual(['reviewGiven']);
    expect(told.state).toMatchObject({ phase: { kind: 'submitted', step: 0 } });
    expect(told.send(reviewBy('boss', { standing: standing(moved) }))).toEqual(['reviewGiven', 'stepDone']);
  });

  test('and was too many ends it: too few are left', () => {
    const { told, standing } = asked([both], ['prod/db:write'], before);
    told.send(reviewBy('lead', { standing: standing(before) }));
    const left = standing({ ...moved, boss: ['bosses'] });
    expect(told.send({ type: 'judge', standing: left })).toEqual(['requestOverruled']);
  });
});
