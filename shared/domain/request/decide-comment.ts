import { saidLength } from '../../lib/said-length.ts';
import { isErased, type Said, type SaidText } from '../../lib/said.ts';
import { err, ok } from '../../lib/result.ts';
import { DAY_MS, type Instant } from '../../lib/time.ts';
import { NOTHING, type Decided } from '../decided.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { audienceOf } from './audience-of.ts';
import { finishedAt } from './finished-at.ts';
import type { RequestCommand } from './request-command.ts';
import type { RequestEntry } from './request-entry.ts';
import { MOST_COMMENTS, type RequestState } from './request.ts';

/**
 * For so long after its end a request takes comments: a working week and a weekend, in which people ask what the access was
 * used for and answer. What is said later is about something else, and has nobody who is told of it.
 */
export const COMMENTS_AFTER_END_MS = 7 * DAY_MS;

/** So many characters of JSON are commented on a request before it takes no more: lists of requests stay readable. */
const MOST_COMMENTED = 20_000;

/** Who says something. */
export interface Commenter {
  readonly id: string;
  readonly isOwner: boolean;
}

/** A comment changes nothing but what is said: no phase, no grant, no answer. */
export function decideComment(
  state: RequestState,
  command: Extract<RequestCommand, { type: 'comment' }>,
  now: Instant,
): Decided<RequestEntry> {
  const { by, byOwner, comment, commentId } = command;
  const earlier = state.comments?.find(({ id }) => id === commentId);
  if (earlier) return earlier.by === by && isSame(earlier.text, comment) ? NOTHING : err(OTHER_COMMENT);
  const refusal = whyNoComment(state, { id: by, isOwner: byOwner }, now);
  if (refusal) return err(refusal);
  if (saidLength(comment.text) === 0) return err(EMPTY);
  return ok([{ type: 'requestCommented', by, comment, commentId }]);
}

/** Of what was erased nobody can say any more that it was something else. */
const isSame = (earlier: Said, comment: SaidText): boolean =>
  isErased(earlier) || (earlier.text === comment.text && earlier.salt === comment.salt);

/** What stands against a comment, whatever it says; null when nothing does. */
export function whyNoComment(state: RequestState, { id, isOwner }: Commenter, now: Instant): Refusal | null {
  if (!isOwner && !audienceOf(state).has(id)) return NOT_THEIRS;
  const end = finishedAt(state);
  if (end !== null && now >= end + COMMENTS_AFTER_END_MS) return TOO_LATE;
  const { comments = [] } = state;
  // As they are kept and sent with each request of a list: what has to be escaped takes more room than it has characters.
  const isFull = comments.length >= MOST_COMMENTS || JSON.stringify(comments).length >= MOST_COMMENTED;
  return isFull ? TOO_MANY : null;
}

const NOT_THEIRS = refuse('notAllowed', 'commentNotTheirs');
const TOO_LATE = refuse('alreadyDecided', 'commentTooLate');
const TOO_MANY = refuse('notAllowed', 'commentTooMuch');
const EMPTY = refuse('badInput', 'commentEmpty');
const OTHER_COMMENT = refuse('alreadyExists', 'commentThere');
