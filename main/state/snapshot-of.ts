import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { canReview } from '../../shared/domain/request/can-review.ts';
import { withOverdue } from '../../shared/domain/request/with-overdue.ts';
import { isOpen } from '../../shared/domain/request/is-open.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DAY_MS, type Instant } from '../../shared/lib/time.ts';
import { isOverAt } from './news-over.ts';
import { outboxItem } from './outbox-item.ts';
import type { DesktopState } from './desktop-state.ts';
import { hasTrouble } from '../../shared/domain/request/is-in-trouble.ts';
import { isRunning } from '../../shared/domain/request/is-running.ts';
import { finishedAt } from '../../shared/domain/request/finished-at.ts';

/** How many finished requests of each, mine and others', are shown beside the open ones; the rest is history. */
const MOST_RECENT = 50;

/** What tray, notifications and windows show. Pure: the same state and time always give the same snapshot. */
export function snapshotOf(state: DesktopState, revision: number, now: Instant): Snapshot {
  const { requests, outbox, newer, ...rest } = state;
  return {
    ...rest,
    revision,
    ...sorted(
      Object.values(requests).map((each) => withOverdue(each, now)),
      state.me,
      now,
    ),
    outbox: outbox.map(outboxItem),
    newer: newer.length,
    notices: state.notices.filter((notice) => !isOverAt(notice, now)),
  };
}

type Lists = Pick<Snapshot, 'inbox' | 'mine' | 'running' | 'watching' | 'recent' | 'recentLeftOut'>;

function sorted(requests: readonly RequestState[], me: Snapshot['me'], now: Instant): Lists {
  if (me === null) return { inbox: [], mine: [], running: [], watching: [], recent: [] };
  const myId = me.id;
  const open = requests.filter(isOpen);
  const approvedByMe = (each: RequestState): boolean =>
    each.reviews.some((review) => review.reviewer === myId && review.decision === 'approve');
  const reviewedByMe = (each: RequestState): boolean =>
    each.reviews.some((review) => review.reviewer === myId);
  const isRecent = (each: RequestState): boolean => {
    const end = finishedAt(each);
    return end !== null && now - end < DAY_MS && (each.facts.requester === myId || reviewedByMe(each));
  };
  const recent = requests.filter(isRecent).sort((a, b) => (finishedAt(b) ?? 0) - (finishedAt(a) ?? 0));
  const isMine = ({ facts }: RequestState): boolean => facts.requester === myId;
  const [mine, others] = [recent.filter(isMine), recent.filter((each) => !isMine(each))];
  const shown = new Set([...mine.slice(0, MOST_RECENT), ...others.slice(0, MOST_RECENT)]);
  const leftOut = [mine, others].map(({ length }) => Math.max(0, length - MOST_RECENT));
  return {
    inbox: open.filter((each) => canReview(each, myId, now)).sort(bySubmission),
    mine: open.filter((each) => each.facts.requester === myId).sort((a, b) => bySubmission(b, a)),
    running: open
      .filter(isRunning)
      .sort((a, b) => Number(hasTrouble(b)) - Number(hasTrouble(a)) || bySubmission(a, b)),
    watching: open
      .filter((each) => each.facts.requester !== myId)
      .filter((each) => approvedByMe(each) || (me.isOwner && hasTrouble(each)))
      .sort((a, b) => bySubmission(b, a)),
    recent: recent.filter((each) => shown.has(each)),
    recentLeftOut: { mine: leftOut[0] ?? 0, others: leftOut[1] ?? 0 },
  };
}

const bySubmission = (a: RequestState, b: RequestState): number =>
  a.facts.submittedAt - b.facts.submittedAt || (a.facts.requestId < b.facts.requestId ? -1 : 1);
