import { pendingReviewers } from './pending-reviewers.ts';
import type { RequestState } from './request.ts';

/** Whether a review by this person would count now: what shows the buttons. `decide` is what enforces it. */
export function canReview(state: RequestState, memberId: string): boolean {
  return pendingReviewers(state).includes(memberId);
}
