import { canReview } from '../../shared/domain/can-review.ts';
import { hasTrouble } from '../../shared/domain/is-in-trouble.ts';
import type { RequestState } from '../../shared/domain/request.ts';

/**
 * Whether a request belongs on this member's desk: asked by them, waiting for them, or reviewed by them. On an owner's
 * also what should be gone and is not.
 */
export function concerns(
  state: RequestState,
  { memberId, isOwner }: { readonly memberId: string; readonly isOwner: boolean },
): boolean {
  return (
    (isOwner && hasTrouble(state)) ||
    state.facts.requester === memberId ||
    canReview(state, memberId) ||
    state.reviews.some((review) => review.reviewer === memberId)
  );
}
