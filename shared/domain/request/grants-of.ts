import { ownValue } from '../../lib/own-value.ts';
import type { GrantSubject } from '../grant/decide-grant.ts';
import type { GrantState } from '../grant/grant.ts';
import type { RequestedEntitlement, RequestState } from './request.ts';

export interface RequestedGrant {
  readonly entitlement: RequestedEntitlement;
  readonly grant: GrantState;
}

/** One grant of a request; undefined until it is approved, and for a grant of another request. */
export const grantIn = ({ phase }: RequestState, grantId: string): GrantState | undefined =>
  phase.kind === 'approved' ? ownValue(phase.grants, grantId) : undefined;

/** What `decideGrant` has to know of one grant; undefined as above. */
export function subjectIn(state: RequestState, grantId: string): GrantSubject | undefined {
  const grant = grantIn(state, grantId);
  const { requester: holder, durationMs } = state.facts;
  const approvals = state.reviews.filter(({ decision }) => decision === 'approve');
  return (
    grant && { grantId, grant, holder, durationMs, approvers: approvals.map(({ reviewer }) => reviewer) }
  );
}

/** The grants of a request in the order they were asked for. Empty until it is approved. */
export function grantsOf(state: RequestState): readonly RequestedGrant[] {
  if (state.phase.kind !== 'approved') return [];
  const { grants } = state.phase;
  return state.facts.entitlements.flatMap((entitlement) => {
    const grant = grants[entitlement.grantId];
    return grant ? [{ entitlement, grant }] : [];
  });
}
