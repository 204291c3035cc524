import type { OutboxItem } from '../../shared/contract/snapshot.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';

const isOnItsWay = (item: OutboxItem): boolean => item.state !== 'refused';

/** The review of this request that I gave and the service has not answered yet. */
export function reviewOnItsWay(outbox: readonly OutboxItem[], requestId: string): OutboxItem | null {
  const isReview = (item: OutboxItem): boolean => item.kind === 'approve' || item.kind === 'deny';
  return outbox.find((item) => isReview(item) && item.requestId === requestId && isOnItsWay(item)) ?? null;
}

/** Giving back or ending this grant, not answered yet. */
export function endOnItsWay(outbox: readonly OutboxItem[], grantId: string): OutboxItem | null {
  return outbox.find((item) => item.kind === 'end' && item.grantId === grantId && isOnItsWay(item)) ?? null;
}

/** What I said about this request and the service has not taken: what waits, and what was refused until it is dismissed. */
export const commentsNotSent = (outbox: readonly OutboxItem[], requestId: string): readonly OutboxItem[] =>
  outbox.filter((item) => item.kind === 'comment' && item.requestId === requestId);

/** What really waits for me: not what I answered already while the service could not be reached. */
export function unanswered(
  inbox: readonly RequestState[],
  outbox: readonly OutboxItem[],
): readonly RequestState[] {
  return inbox.filter(({ facts }) => reviewOnItsWay(outbox, facts.requestId) === null);
}
