import { askOwners } from '../organisation/ask-owners.ts';
import { hasSeveralSteps } from '../organisation/has-several-steps.ts';
import { highestRisk } from '../organisation/high-risk.ts';
import { told, type Told } from '../../words/told.ts';
import type { Member, Organisation } from '../organisation/organisation.ts';
import type { ConcreteRule } from './concrete-rule.ts';
import type { PolicyOutcome } from './policy-outcome.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { readerOf, type RequestDraft } from '../policy/request-draft.ts';
import type { ApprovalStep } from './approval-step.ts';
import { areEnoughPeople } from './enough-people.ts';
import { peopleMeant, reviewersOf } from './reviewers-of.ts';
import { ownValue } from '../../lib/own-value.ts';
import { durationMs } from '../../lib/time.ts';

type Asked = Pick<RequestDraft, 'requester' | 'conflicted' | 'reader'>;

/** So many are named of those who are too few. */
const MOST_NAMED = 5;

/** More steps than a plan may have come together only from many entitlements with different approvers. */
const MAX_STEPS = 10;

/**
 * What several rules say together, at least one and none that refuses: every step that any of them wants, the shortest
 * of their limits, the highest of their risks. Steps of different rules that the same people review become one, with the larger need and the more frequent reminders.
 */
export function mergeRules(
  organisation: Organisation,
  rules: readonly ConcreteRule[],
  asked: Asked,
): PolicyOutcome {
  const names = [...new Set(rules.map((rule) => rule.name))];
  const maxDurationMs = durationMs(Math.min(...rules.map((rule) => rule.maxDurationMs)));
  const refused = (refusal: Refusal): PolicyOutcome => ({
    kind: 'refused',
    refusal,
    rules: names,
    maxDurationMs,
  });

  let steps: ApprovalStep[] = [];
  for (const rule of rules) {
    const own = stepsOf(organisation, rule, asked);
    const lacking = own.find((step) => step.reviewers.length < step.need);
    if (lacking)
      return refused(
        nobodyCanApprove(organisation, { rule, step: lacking, why: whyLacking(rule, lacking), asked }),
      );
    steps = mergeSteps(steps, own);
  }
  if (steps.length > MAX_STEPS) return refused(refuse('badInput', 'tooManyApprovers'));
  const distinct = distinctIn(rules);
  if (distinct.distinct && !areEnoughPeople(steps))
    return refused(tooFewForAll(organisation, { rules, steps, asked }));
  const risk = highestRisk(rules);
  if (steps.length === 0) return { kind: 'auto', rules: names, maxDurationMs, ...risk };
  const lapseAfterMs = durationMs(Math.min(...rules.map((rule) => rule.lapseAfterMs)));
  return { kind: 'review', rules: names, steps, maxDurationMs, lapseAfterMs, ...distinct, ...risk };
}

/** Of a rule with one step it says nothing, so that two of them that come together are answered as each alone would be. */
const distinctIn = (rules: readonly ConcreteRule[]): { readonly distinct?: true } =>
  rules.some((rule) => rule.distinct && hasSeveralSteps(rule)) ? { distinct: true } : {};

function stepsOf(
  organisation: Organisation,
  rule: ConcreteRule,
  { requester, conflicted = [] }: Asked,
): ApprovalStep[] {
  if (rule.decision.kind !== 'review') return [];
  return rule.decision.steps.map((step) => ({
    name: step.name,
    need: step.need,
    meant: [step.reviewers],
    ...(step.remindEveryMs === undefined ? {} : { remindEveryMs: step.remindEveryMs }),
    reviewers: reviewersOf(organisation, step, requester).filter((id) => !conflicted.includes(id)),
  }));
}

/**
 * Steps of one rule are never merged with each other: their order, and how many they are, is what its author wanted. So
 * an earlier step stands for at most one of them.
 */
function mergeSteps(before: readonly ApprovalStep[], own: readonly ApprovalStep[]): ApprovalStep[] {
  const merged = [...before];
  const used = new Set<number>();
  for (const step of own) {
    const index = before.findIndex((each, at) => !used.has(at) && sameReviewers(each, step));
    const same = merged[index];
    if (same) merged[index] = mergeStep(same, step);
    else merged.push(step);
    used.add(index);
  }
  return merged;
}

/** The larger need, whom both mean, and the more frequent reminders. */
function mergeStep(a: ApprovalStep, b: ApprovalStep): ApprovalStep {
  const reminders = [a, b].flatMap(({ remindEveryMs }) => remindEveryMs ?? []);
  const remindEveryMs = reminders.length === 0 ? {} : { remindEveryMs: durationMs(Math.min(...reminders)) };
  return { ...a, need: Math.max(a.need, b.need), meant: both(a, b), ...remindEveryMs };
}

/** Who answers for both is meant by both, also when they come to mean different people. */
const both = (a: ApprovalStep, b: ApprovalStep): ApprovalStep['meant'] => [
  ...a.meant,
  ...b.meant.filter((list) => !a.meant.some((each) => JSON.stringify(each) === JSON.stringify(list))),
];

/** `reviewersOf` sorts them. */
const sameReviewers = (a: ApprovalStep, b: ApprovalStep): boolean =>
  a.reviewers.length === b.reviewers.length && a.reviewers.every((id, index) => id === b.reviewers[index]);

interface Lacking {
  readonly rule: ConcreteRule;
  readonly step: ApprovalStep;
  /** What of its reviewers means nobody. */
  readonly why: readonly Told[];
  readonly asked: Asked;
}

const whyLacking = ({ decision }: ConcreteRule, { name }: ApprovalStep): readonly Told[] =>
  (decision.kind === 'review' && decision.steps.find((step) => step.name === name)?.lacking) || [];

function nobodyCanApprove(organisation: Organisation, { rule, step, why, asked }: Lacking): Refusal {
  const reader = readerOf(asked);
  if (why.length > 0)
    return refuse('nobodyCanApprove', 'nobodyMeant', {
      ...{ rule: rule.name, step: step.name, why },
      help: askOwners(organisation, reader, 'mendIt'),
    });
  const people = Object.values(organisation.members).filter((member: Member) => member.kind === 'person');
  const names = step.reviewers.map((id) => people.find((person) => person.id === id)?.name ?? id);
  return refuse('nobodyCanApprove', 'nobodyCanApprove', {
    rule: rule.name,
    need: step.need,
    names,
    asker: reader === null ? 'other' : 'reader',
    help: people.length <= 1 ? told('needsSecondPerson') : whatHelps(organisation, { step, asked }),
  });
}

function tooFewForAll(
  organisation: Organisation,
  {
    rules,
    steps,
    asked,
  }: {
    readonly rules: readonly ConcreteRule[];
    readonly steps: readonly ApprovalStep[];
    readonly asked: Asked;
  },
): Refusal {
  const ids = [...new Set(steps.flatMap(({ reviewers }) => reviewers))].sort();
  return refuse('nobodyCanApprove', 'tooFewForAll', {
    rules: [...new Set(rules.map(({ name }) => name))],
    names: ids.slice(0, MOST_NAMED).map((id) => ownValue(organisation.members, id)?.name ?? id),
    more: Math.max(0, ids.length - MOST_NAMED),
    help: askOwners(organisation, readerOf(asked), 'nameReviewers'),
  });
}

/** Of a person nobody is kept out but who is new: a day or another owner's word helps then, and not more names. */
function whatHelps(organisation: Organisation, { step, asked }: Pick<Lacking, 'step' | 'asked'>): Told {
  const { members } = organisation;
  const { requester, conflicted = [] } = asked;
  const others = askOwners(organisation, readerOf(asked), 'nameReviewers');
  if (ownValue(members, requester)?.kind !== 'person') return others;
  const ids = peopleMeant(organisation, step.meant, requester).filter((id) => conflicted.includes(id));
  if (step.reviewers.length + ids.length < step.need) return others;
  return told('newToApprove', { ids, names: ids.map((id) => ownValue(members, id)?.name ?? id) });
}
