import type { Instant } from '../../lib/time.ts';
import type { PlanStep } from '../policy/approval-step.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { RequestState } from './request.ts';

// What stands against a review, whatever it says. `decide` refuses by these, and views ask by them.

/** By who the reviewer is, and by where the request stands: nobody answers for themselves, and nothing that is over. */
export function whyClosed({ facts, phase }: RequestState, reviewer: string, now: Instant): Refusal | null {
  if (reviewer === facts.requester) return refuse('ownRequest', 'ownRequest');
  if (phase.kind !== 'submitted') return refuse('alreadyDecided', 'reviewTooLate', { status: phase.kind });
  if (now >= facts.lapsesAt) return refuse('alreadyDecided', 'requestLapsed');
  return null;
}

/** The step that a request waits for; undefined when it waits for none. */
export const stepOf = ({ facts, phase }: RequestState): PlanStep | undefined =>
  phase.kind === 'submitted' && facts.plan.kind === 'review' ? facts.plan.steps[phase.step] : undefined;

/** Who may answer the step that a request waits for. */
export const reviewersNow = ({ phase, reviewers }: RequestState): readonly string[] =>
  phase.kind === 'submitted' ? (reviewers[phase.step] ?? []) : [];

/** Null for a reviewer of the step that the request waits for. */
export const whyNotReviewer = (state: RequestState, reviewer: string): Refusal | null =>
  reviewersNow(state).includes(reviewer) && reviewer !== state.facts.requester ? null : NOT_REVIEWER;

export const NOT_REVIEWER = refuse('notReviewer', 'notReviewer');

/** Null for who has not reviewed the step that the request waits for, nor one before it where nobody counts in two. */
export function whyNotAgain(
  { facts, phase, reviews }: Pick<RequestState, 'facts' | 'phase' | 'reviews'>,
  reviewer: string,
  isDistinct = facts.distinct === true,
): Refusal | null {
  if (phase.kind !== 'submitted') return null;
  const theirs = reviews.filter((each) => each.reviewer === reviewer);
  if (theirs.some(({ step }) => step === phase.step)) return refuse('alreadyReviewed', 'reviewedAlready');
  return isDistinct && theirs.length > 0 ? refuse('alreadyReviewed', 'countedBefore') : null;
}
