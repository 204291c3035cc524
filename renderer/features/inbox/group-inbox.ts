import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { hasTrouble } from '../../../shared/domain/request/is-in-trouble.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { reviewOnItsWay } from '../../state/outbox-lookup.ts';

export interface InboxGroup {
  readonly id: 'trouble' | 'waiting' | 'sending' | 'running' | 'recent';
  readonly requests: readonly RequestState[];
}

/**
 * The inbox as it is read: what waits for me, what I answered and is not sent yet, what should be gone and is not, what I
 * approved and still runs, what is over. Each request once, groups without any left out. Recent is only what I reviewed: what I asked for is under Access.
 */
export function groupInbox(
  snapshot: Pick<Snapshot, 'inbox' | 'watching' | 'recent' | 'outbox' | 'me'>,
): readonly InboxGroup[] {
  const isSending = ({ facts }: RequestState): boolean =>
    reviewOnItsWay(snapshot.outbox, facts.requestId) !== null;
  const isMine = ({ facts }: RequestState): boolean => facts.requester === snapshot.me?.id;
  const groups: readonly InboxGroup[] = [
    { id: 'waiting', requests: snapshot.inbox.filter((each) => !isSending(each)) },
    { id: 'sending', requests: snapshot.inbox.filter(isSending) },
    { id: 'trouble', requests: snapshot.watching.filter(hasTrouble) },
    { id: 'running', requests: snapshot.watching },
    { id: 'recent', requests: snapshot.recent.filter((each) => !isMine(each)) },
  ];
  const seen = new Set<string>();
  const once = ({ facts }: RequestState): boolean => {
    if (seen.has(facts.requestId)) return false;
    seen.add(facts.requestId);
    return true;
  };
  return groups
    .map((group) => ({ ...group, requests: group.requests.filter(once) }))
    .filter(({ requests }) => requests.length > 0);
}
