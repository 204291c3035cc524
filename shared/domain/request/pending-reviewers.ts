import type { RequestState } from './request.ts';
import { reviewersNow, whyNotAgain, whyNotReviewer } from './why-no-review.ts';

/** Who can give the next review: the reviewers of the step that the request waits for who have not answered yet. */
export const pendingReviewers = (state: RequestState): readonly string[] =>
  reviewersNow(state).filter((id) => (whyNotReviewer(state, id) ?? whyNotAgain(state, id)) === null);
