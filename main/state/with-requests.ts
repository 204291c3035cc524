import type { Notice } from '../../shared/contract/snapshot.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import type { Instant } from '../../shared/lib/time.ts';
import type { DesktopState } from './desktop-state.ts';
import { keepRequests } from './keep-requests.ts';
import { told } from '../../shared/words/told.ts';

/** Takes in what the service says of requests. What is more than a desk holds is said, until it is dismissed. */
export function withRequests(
  state: DesktopState,
  changed: readonly RequestState[],
  now: Instant,
): DesktopState {
  const { me, log, notices } = state;
  // After an alarm what is shown stays as it was when the log was last verified.
  if (!me || changed.length === 0 || log.alarm) return state;
  const kept = keepRequests(state.requests, changed, { memberId: me.id, isOwner: me.isOwner, now });
  const isSaid = kept.leftOut === 0 || notices.some(({ id }) => id === LEFT_OUT.id);
  return { ...state, requests: kept.requests, notices: isSaid ? notices : [...notices, LEFT_OUT] };
}

const LEFT_OUT: Notice = {
  id: 'requests/left-out',
  tone: 'danger',
  text: told('tooManyRequestsHere'),
  dismissible: true,
};
