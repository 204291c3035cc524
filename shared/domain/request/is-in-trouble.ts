import { grantsOf } from './grants-of.ts';
import { isStuck } from '../grant/is-stuck.ts';
import type { GrantState } from '../grant/grant.ts';
import type { RequestState } from './request.ts';

/** Access that should be gone and is not, or cannot be taken away: everybody concerned is told until it is over. */
export function isInTrouble(grant: GrantState): boolean {
  return isStuck(grant) || ((grant.kind === 'active' || grant.kind === 'revoking') && grant.overdue);
}

/** Whether any access of a request is in trouble. */
export const hasTrouble = (state: RequestState): boolean =>
  grantsOf(state).some(({ grant }) => isInTrouble(grant));
