import { becomesOverdue } from '../grant/becomes-overdue.ts';
import type { GrantState } from '../grant/grant.ts';
import type { RequestState } from './request.ts';
import type { Instant } from '../../lib/time.ts';

/**
 * The request as it has to be shown at `now`: what nobody confirmed in time is overdue, also where the service, which
 * would say so, cannot be heard. The same object when there is no such grant.
 */
export function withOverdue(state: RequestState, now: Instant): RequestState {
  const { phase } = state;
  if (phase.kind !== 'approved') return state;
  const late = Object.entries(phase.grants).filter(([, grant]) => becomesOverdue(grant, now));
  if (late.length === 0) return state;
  const marked = late.map(
    ([grantId, grant]) => [grantId, { ...grant, overdue: true } as GrantState] as const,
  );
  return { ...state, phase: { ...phase, grants: { ...phase.grants, ...Object.fromEntries(marked) } } };
}
