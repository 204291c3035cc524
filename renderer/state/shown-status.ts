import { grantsOf } from '../../shared/domain/grants-of.ts';
import { isInTrouble } from '../../shared/domain/is-in-trouble.ts';
import { isStuck } from '../../shared/domain/is-stuck.ts';
import { requestStatus } from '../../shared/domain/request-status.ts';
import type { GrantState, RequestState, RequestStatus } from '../../shared/domain/request.ts';

export type ShownStatus = RequestStatus | 'overdue' | 'stuck';

const firstThat = (request: RequestState, is: (grant: GrantState) => boolean): GrantState | undefined =>
  grantsOf(request).find(({ grant }) => is(grant))?.grant;

/** The grant that speaks for a request: one that is in trouble, else the least finished one. Null: none has a say. */
export function speakingGrant(request: RequestState): GrantState | null {
  const status = requestStatus(request);
  return firstThat(request, isInTrouble) ?? firstThat(request, ({ kind }) => kind === status) ?? null;
}

/** The one word for a request where people look: what should be gone and is not is never called active. */
export function shownStatus(request: RequestState): ShownStatus {
  const troubled = firstThat(request, isInTrouble);
  if (!troubled) return requestStatus(request);
  return isStuck(troubled) ? 'stuck' : 'overdue';
}
