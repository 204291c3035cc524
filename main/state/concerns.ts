import { canReview } from '../../shared/domain/can-review.ts';
import type { RequestState } from '../../shared/domain/request.ts';

/** Whether a request belongs on this member's desk: asked by them, waiting for them, or reviewed by them. */
export function concerns(state: RequestState, memberId: string): boolean {
  return (
    state.facts.requester === memberId ||
    canReview(state, memberId) ||
    state.reviews.some((review) => review.reviewer === memberId)
  );
}
