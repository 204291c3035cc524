import type { Instant } from '../../lib/time.ts';
import type { RequestState } from './request.ts';
import { whyClosed, whyNotAgain, whyNotReviewer } from './why-no-review.ts';

/**
 * Whether a review by this person would be taken at `now`: what shows the buttons. The same that `decide` asks; what the
 * organisation in force says beyond that, only the service knows.
 */
export const canReview = (state: RequestState, memberId: string, now: Instant): boolean =>
  (whyClosed(state, memberId, now) ?? whyNotReviewer(state, memberId) ?? whyNotAgain(state, memberId)) ===
  null;
