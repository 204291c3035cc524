import { pendingReviewers } from '../../shared/domain/request/pending-reviewers.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import type { Comment, RequestState } from '../../shared/domain/request/request.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { isErased } from '../../shared/lib/said.ts';
import { addMs, MINUTE_MS, type Instant } from '../../shared/lib/time.ts';
import type { WantedNotice } from './wanted-notice.ts';
import type { Words } from '../../shared/words/words.ts';

interface View {
  readonly meId: string;
  readonly nameOf: (id: string) => string;
  /** When this device joined: what was said before is no news. */
  readonly since: Instant;
  readonly now: Instant;
  readonly words: Words;
}

/**
 * That somebody else commented, for who asked and for those whose answer is missing: of each request at most once a minute,
 * whoever writes how much. Gone once they commented themselves, since they have read it then.
 */
export function commentNotices(state: RequestState, view: View): WantedNotice[] {
  const { facts } = state;
  const isMine = facts.requester === view.meId;
  if (!isMine && !pendingReviewers(state).includes(view.meId)) return [];
  const told = lastTold(state.comments ?? [], view);
  if (!told) return [];
  const { requestId } = facts;
  const text = wordsOf(told.comment.text, 'comment', view.words);
  const what = noticeText(facts.entitlements.map(({ title }) => title).join(', '));
  const say = view.words.desktop.notices;
  const asked = isMine ? what : say.whatAskedBy({ what, who: noticeText(facts.requesterName, LONGEST_NAME) });
  const who = noticeText(view.nameOf(told.comment.by), LONGEST_NAME);
  const open = { kind: 'open', view: isMine ? 'request' : 'inbox', requestId } as const;
  return [
    {
      id: `comment/${requestId}`,
      fingerprint: String(told.tellAt),
      said: text,
      title: (isMine ? say.commentedOnYours : say.commented)({ who }),
      body: `${asked}\n${noticeText(text.replace(/\s+/gu, ' '))}`,
      urgency: 'normal',
      actions: [{ id: 'default', label: say.open, does: open }],
    },
  ];
}

const LONGEST_NAME = 60;

interface Told {
  readonly comment: Comment;
  readonly tellAt: Instant;
}

/**
 * The last comment of others that is to be told by `now`, when nothing by this person came after it. One that comes within
 * a minute of what was told is told when that minute is over, with all that came until then. In the place of one that was erased
 * stands the one before it, which is no news.
 */
function lastTold(comments: readonly Comment[], { meId, since, now }: View): Told | null {
  let tellAt: Instant | null = null;
  let toldAt: Instant | null = null;
  let last: Comment | null = null;
  for (const comment of comments) {
    if (comment.by === meId) last = null;
    if (comment.by === meId || comment.at < since) continue;
    const earliest: Instant = tellAt === null ? comment.at : addMs(tellAt, MINUTE_MS);
    const waits: boolean = comment.at < earliest;
    if (tellAt === null || comment.at > tellAt) tellAt = waits ? earliest : comment.at;
    // What need not wait is told also where the clock of this computer is behind the service's.
    if (waits && tellAt > now) continue;
    toldAt = tellAt;
    if (!isErased(comment.text)) last = comment;
  }
  return last && toldAt !== null ? { comment: last, tellAt: toldAt } : null;
}
