import { grantsOf } from './grants-of.ts';
import { isInTrouble } from './is-in-trouble.ts';
import { isStuck } from '../grant/is-stuck.ts';
import { requestStatus } from './request-status.ts';
import type { GrantState } from '../grant/grant.ts';
import type { RequestState, RequestStatus } from './request.ts';

export type ShownStatus = RequestStatus | 'overdue' | 'stuck';

const firstThat = (request: RequestState, is: (grant: GrantState) => boolean): GrantState | undefined =>
  grantsOf(request).find(({ grant }) => is(grant))?.grant;

/** The grant that speaks for a request: one that is in trouble, else the least finished one. Null: none has a say. */
export function speakingGrant(request: RequestState): GrantState | null {
  const status = requestStatus(request);
  return firstThat(request, isInTrouble) ?? firstThat(request, ({ kind }) => kind === status) ?? null;
}

/** The one word for a request where people look: what should be gone and is not is never called active. */
export const shownStatus = (request: RequestState): ShownStatus =>
  troubleOf(request) ?? requestStatus(request);

/** What is wrong with the grant of a request that is in trouble; null when none is. */
export function troubleOf(request: RequestState): 'overdue' | 'stuck' | null {
  const troubled = firstThat(request, isInTrouble);
  if (!troubled) return null;
  return isStuck(troubled) ? 'stuck' : 'overdue';
}
