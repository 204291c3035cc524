import { grantsOf } from './grants-of.ts';
import type { GrantState } from '../grant/grant.ts';
import type { RequestState, RequestStatus } from './request.ts';

/** The least finished first. A grant that failed is told before one that went as it should. */
const ORDER: readonly GrantState['kind'][] = [
  'scheduled',
  'activating',
  'active',
  'revoking',
  'failed',
  'revoked',
];

/** The one word for a request: its phase, and once it is approved the least finished of its grants speaks for it. */
export function requestStatus(state: RequestState): RequestStatus {
  if (state.phase.kind !== 'approved') return state.phase.kind;
  const kinds = new Set(grantsOf(state).map(({ grant }) => grant.kind));
  return ORDER.find((kind) => kinds.has(kind)) ?? 'revoked';
}
