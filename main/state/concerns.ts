import { isRunning } from '../../shared/domain/request/is-running.ts';
import { pendingReviewers } from '../../shared/domain/request/pending-reviewers.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';

/**
 * Whether a request belongs on this member's desk: asked by them, waiting for them, or reviewed by them. On an owner's
 * also everything that runs.
 */
export function concerns(
  state: RequestState,
  { memberId, isOwner }: { readonly memberId: string; readonly isOwner: boolean },
): boolean {
  return (
    (isOwner && isRunning(state)) ||
    state.facts.requester === memberId ||
    pendingReviewers(state).includes(memberId) ||
    state.reviews.some((review) => review.reviewer === memberId)
  );
}
