import { evaluatePolicy } from '../policy/evaluate-policy.ts';
import { areEnoughPeople } from '../policy/enough-people.ts';
import { highestRisk, isHighRisk, type Risk } from '../organisation/high-risk.ts';
import { peopleMeant } from '../policy/reviewers-of.ts';
import { isErased } from '../../lib/said.ts';
import type { PolicyOutcome } from '../policy/policy-outcome.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { MOST_REVIEWERS, type ApprovalStep } from '../policy/approval-step.ts';
import type { RequestFacts, RequestState } from './request.ts';
import type { Instant } from '../../lib/time.ts';
import { told, type Told } from '../../words/told.ts';
import { knownText } from './words-of.ts';

type WantedStep = Pick<ApprovalStep, 'name' | 'need' | 'reviewers'>;

/**
 * What the organisation in force says of a request that was made under an earlier one. Gathered by whoever decides, and
 * handed to `decide` as data, so that deciding stays pure; the fold never depends on it.
 */
export interface Standing {
  readonly organisationVersion: number;
  /** Set when the rules of then, for the people of now, or the rules of now refuse it. */
  readonly refusal: Refusal | null;
  /** What has to be approved by the rules of then and by those of now, both with the people and groups of now. */
  readonly steps: readonly WantedStep[];
  /** Who may answer each step of the request's own plan now. Null: it is not known, and stays as it was. */
  readonly reviewers: readonly (readonly string[])[] | null;
  /** Of the rules of then, and of those of now: all their steps, where nobody counts in two of them. Absent: of neither. */
  readonly distinct?: readonly (readonly WantedStep[])[];
  readonly risk?: Risk;
}

/**
 * Both versions must allow a request: the rules that it was made under, and those in force. Who belongs to which group is
 * always as it is now, and so is the time: access that would begin now has to be allowed now. `conflicted`: people whose review does
 * not count for this requester.
 */
export function standingOf(
  facts: RequestFacts,
  { then, now }: { readonly then: Organisation; readonly now: Organisation },
  { conflicted, at }: { readonly conflicted: readonly string[]; readonly at: Instant },
): Standing {
  const { requester, entitlements, durationMs, reason, ticket, plan } = facts;
  const entitlementIds = entitlements.map(({ entitlementId }) => entitlementId);
  const asked = { requester, entitlementIds, durationMs, reason: knownText(reason), ticket };
  const draft = { ...asked, conflicted, at, reader: null } as const;
  const outcomes = [now, { ...then, members: now.members, owners: now.owners }].map((each) =>
    evaluatePolicy(each, draft),
  );
  const refused = outcomes.find((outcome) => outcome.kind === 'refused');
  const why = ownValue(now.members, requester)
    ? refused?.kind === 'refused' && refused.refusal.told
    : told('leftSince', { name: facts.requesterName });
  const steps = outcomes.flatMap((outcome) => (outcome.kind === 'review' ? outcome.steps : []));
  const mayAnswer = (id: string) => !conflicted.includes(id) && isWanted(steps, id);
  const reviewers =
    plan.kind === 'auto'
      ? []
      : plan.steps.map(({ meant }) => peopleMeant(now, meant, requester).filter(mayAnswer));
  const isTooMany = reviewers.some(({ length }) => length > MOST_REVIEWERS);
  return {
    organisationVersion: now.version,
    refusal: refusalOf({ isErased: isErased(reason), why, isTooMany, isSame: then.version === now.version }),
    steps,
    reviewers: isTooMany ? null : reviewers,
    ...distinctIn(outcomes),
    ...highestRisk(outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [] : [outcome]))),
  };
}

function distinctIn(outcomes: readonly PolicyOutcome[]): Pick<Standing, 'distinct'> {
  const distinct = outcomes.flatMap((outcome) =>
    outcome.kind === 'review' && outcome.distinct ? [outcome.steps] : [],
  );
  return distinct.length > 0 ? { distinct } : {};
}

function refusalOf(found: {
  readonly isErased: boolean;
  readonly why: Told | false | undefined;
  readonly isTooMany: boolean;
  /** Whether the files are those of then: then only the time can have changed what they say. */
  readonly isSame: boolean;
}): Refusal | null {
  if (found.isErased) return REASON_ERASED;
  if (found.why)
    return found.isSame ? refuse('policyChanged', 'timeChanged', { why: found.why }) : changed(found.why);
  return found.isTooMany ? changed(told('tooManyNow')) : null;
}

/** Of a request whose rules cannot be read any more: it is granted to nobody, and its requester is told. */
export const unreadableStanding = (
  { organisationVersion }: Pick<RequestFacts, 'organisationVersion'>,
  now: Organisation,
): Standing => ({
  organisationVersion: now.version,
  refusal: refuse('policyChanged', 'filesUnreadable', { version: organisationVersion }),
  steps: [],
  reviewers: null,
});

/** Whether a review of this step of the plan by this person counts now: by what the step means, and not by another. */
export const counts = (
  { steps, reviewers }: Pick<Standing, 'steps' | 'reviewers'>,
  memberId: string,
  step: number,
): boolean => (reviewers ? (reviewers[step] ?? []).includes(memberId) : isWanted(steps, memberId));

const isWanted = (steps: Standing['steps'], memberId: string): boolean =>
  steps.some(({ reviewers }) => reviewers.includes(memberId));

/**
 * Why the request cannot go on as it was asked; null when it can. One that waits must still be able to get, by its own plan,
 * all that policy wants; one that was approved must have got it.
 */
export function objectionTo(state: RequestState, standing: Standing): Refusal | null {
  const { phase } = state;
  if (phase.kind !== 'submitted' && phase.kind !== 'approved') return null;
  if (standing.refusal) return standing.refusal;
  // Nobody was asked to look twice, as policy wants now.
  if (standing.risk && !isHighRisk(state.facts)) return changed(told('riskRose'));
  const approvers = new Set(
    state.reviews.flatMap(({ reviewer, decision }) => (decision === 'approve' ? [reviewer] : [])),
  );
  const coming = phase.kind === 'submitted' ? reviewsToCome(state, standing, phase.step) : [];
  const isDistinct = isDistinctNow(state, standing);
  const tooFew = isDistinct
    ? !areEnoughPeople(coming.map(({ most, reviewers }) => ({ need: most, reviewers })))
    : coming.some(({ most, reviewers }) => reviewers.length < most);
  if (tooFew) return changed(told('tooFewLeft'));
  const lacking = standing.steps.find((step) => {
    const given = step.reviewers.filter((id) => approvers.has(id)).length;
    const more = coming.map(({ most, reviewers }) =>
      Math.min(most, reviewers.filter((id) => step.reviewers.includes(id) && !approvers.has(id)).length),
    );
    return more.reduce((sum, each) => sum + each, given) < step.need;
  });
  if (lacking) return changed(wantsMore(lacking));
  return (standing.distinct ?? []).every((steps) => mayBeDistinct(steps, approvers, coming))
    ? null
    : changed(told('wantsOthers'));
}

/** Whether different people approved all of these steps, or still can: exact once no review is to come. */
function mayBeDistinct(
  steps: readonly WantedStep[],
  approvers: ReadonlySet<string>,
  coming: ReturnType<typeof reviewsToCome>,
): boolean {
  const people = new Set([...approvers, ...coming.flatMap(({ reviewers }) => reviewers)]);
  const most = coming.reduce((sum, each) => sum + each.most, approvers.size);
  const needed = steps.reduce((sum, { need }) => sum + need, 0);
  return (
    needed <= most &&
    areEnoughPeople(
      steps.map(({ need, reviewers }) => ({ need, reviewers: reviewers.filter((id) => people.has(id)) })),
    )
  );
}

/** Whether nobody counts in two steps: as it was asked, or as policy is now. */
export const isDistinctNow = ({ facts }: Pick<RequestState, 'facts'>, { distinct }: Standing): boolean =>
  facts.distinct === true || distinct !== undefined;

/** Whether the approval of this reviewer leaves enough people for the steps that come after theirs, where nobody counts in two. */
export function leavesEnough(state: RequestState, standing: Standing, reviewer: string): boolean {
  const { phase } = state;
  if (phase.kind !== 'submitted' || !isDistinctNow(state, standing)) return true;
  const [own, ...later] = reviewsToCome(state, standing, phase.step).map(({ most, reviewers }) => ({
    need: most,
    reviewers: reviewers.filter((id) => id !== reviewer),
  }));
  return !own || areEnoughPeople([{ ...own, need: Math.max(0, own.need - 1) }, ...later]);
}

/** How many reviews each step of the plan still takes, and who could give them. */
function reviewsToCome(
  { facts, reviews, reviewers }: RequestState,
  standing: Standing,
  from: number,
): { readonly most: number; readonly reviewers: readonly string[] }[] {
  if (facts.plan.kind !== 'review') return [];
  const named = standing.reviewers ?? reviewers;
  const isDistinct = isDistinctNow({ facts }, standing);
  return facts.plan.steps.slice(from).map((step, offset) => {
    const index = from + offset;
    const isCounted = (id: string) => counts(standing, id, index);
    const given = reviews.filter((each) => each.step === index).map(({ reviewer }) => reviewer);
    const spent = isDistinct ? reviews.map(({ reviewer }) => reviewer) : given;
    return {
      most: Math.max(0, step.need - given.filter(isCounted).length),
      reviewers: (named[index] ?? []).filter((id) => isCounted(id) && !spent.includes(id)),
    };
  });
}

/** Whether policy would take it cannot be known, and nobody can be shown what they answer. */
const REASON_ERASED = refuse('reasonMissing', 'reasonErased');

const wantsMore = ({ name, need }: WantedStep): Told => told('wantsMore', { step: name, need });

const changed = (why: Told): Refusal => refuse('policyChanged', 'filesChanged', { why });
