import type { RequestState } from './request.ts';

/** Who can give the next review: the reviewers of the step that the request waits for who have not answered yet. */
export function pendingReviewers(state: RequestState): readonly string[] {
  const { facts, phase, reviews } = state;
  if (phase.kind !== 'submitted' || facts.plan.kind !== 'review') return [];
  const given = new Set(reviews.filter(({ step }) => step === phase.step).map(({ reviewer }) => reviewer));
  return (state.reviewers[phase.step] ?? []).filter((id) => id !== facts.requester && !given.has(id));
}
