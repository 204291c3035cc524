import { grantIn } from './grants-of.ts';
import type { RequestState } from './request.ts';

/** Whether this person may end the grant now: its holder, who approved it, and owners. `decide` is what enforces it. */
export function canEnd(state: RequestState, grantId: string, memberId: string, isOwner: boolean): boolean {
  const grant = grantIn(state, grantId);
  const isRunning = grant?.kind === 'scheduled' || grant?.kind === 'activating' || grant?.kind === 'active';
  const approved = state.reviews.some((each) => each.reviewer === memberId && each.decision === 'approve');
  return isRunning && (isOwner || approved || memberId === state.facts.requester);
}
