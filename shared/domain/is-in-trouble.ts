import type { GrantState } from './request.ts';

/** Access that should be gone and is not, or cannot be taken away: everybody concerned is told until it is over. */
export function isInTrouble(grant: GrantState): boolean {
  if (grant.kind === 'active') return grant.overdue;
  return grant.kind === 'revoking' && (grant.overdue || grant.stuck);
}
