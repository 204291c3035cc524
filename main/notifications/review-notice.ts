import { exactDuration } from '../../shared/lib/duration-text.ts';
import { HIGH_RISK, isHighRisk } from '../../shared/domain/organisation/high-risk.ts';
import { remindersIn } from '../../shared/domain/request/reminders.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import { visibleText } from '../../shared/lib/visible-text.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import type { WantedNotice } from './wanted-notice.ts';

/** More than any ticket has, unless somebody wants to hide something behind it. */
const LONGEST_TICKET = 100;
const LONGEST_NAME = 60;

/** First of all: no server cuts off what comes first. */
const OPEN_TO_ANSWER = `${HIGH_RISK}: open it to answer.`;

/** Nobody approves what they could not read. */
export const READ_FIRST = 'There is more: open it to read all and approve.';

/**
 * What an approver has to know at one glance, with the buttons to answer. How long and what come first, in what no server
 * cuts off; a name, which can be as long as somebody likes, never pushes them out. What is high risk is not answered here at
 * all: every press opens it.
 */
export function reviewNotice(state: RequestState): WantedNotice {
  const { facts, phase, reviews } = state;
  const step = phase.kind === 'submitted' ? phase.step : 0;
  const { requestId, requestHash } = facts;
  const reminders = remindersIn(state);
  const review = { kind: 'review', requestId, requestHash, step } as const;
  const open = { kind: 'open', view: 'inbox', requestId } as const;
  const approve = { id: 'approve', label: 'Approve', does: { ...review, decision: 'approve' } } as const;
  const deny = { id: 'deny', label: 'Deny', does: { ...review, decision: 'deny' } } as const;
  const name = shorten(facts.requesterName, LONGEST_NAME);
  const titles = shorten(facts.entitlements.map(({ title }) => title).join(', '));
  const reason = shorten(wordsOf(facts.reason, 'reason'));
  const ticket = shorten(facts.ticket ?? '', LONGEST_TICKET);
  const isHigh = isHighRisk(facts);
  // Nobody approves what they could not read: then the whole of it is in the window.
  const isWhole = [name, titles, reason, ticket].every((each) => each.isWhole);
  return {
    id: `review/${requestId}`,
    // A reminder is told as the first time was, in its place.
    fingerprint: `${requestHash}/${step}/${reviews.length}${reminders > 0 ? `/${reminders}` : ''}`,
    title: `${reminders > 0 ? 'Reminder: access' : 'Access'} for ${exactDuration(facts.durationMs)}`,
    body: [
      ...(isHigh ? [OPEN_TO_ANSWER] : isWhole ? [] : [READ_FIRST]),
      titles.shown,
      `${name.shown} asks for access`,
      `Why: ${reason.shown === '' ? 'no reason given' : reason.shown}`,
      ...(facts.ticket ? [`Ticket: ${ticket.shown}`] : []),
      ...progress(state, step),
    ].join('\n'),
    urgency: 'critical',
    actions: [
      ...(isWhole && !isHigh ? [approve] : []),
      ...(isHigh ? [] : [deny]),
      { id: 'open', label: 'Open', does: open },
      { id: 'default', label: '', does: open },
    ],
  };
}

function shorten(text: string, longest?: number): { readonly shown: string; readonly isWhole: boolean } {
  const shown = noticeText(text, longest);
  return { shown, isWhole: shown === visibleText(text.trim()) };
}

/** Where several people are needed: how far it is. */
function progress({ facts, reviews }: RequestState, index: number): string[] {
  const step = facts.plan.kind === 'review' ? facts.plan.steps[index] : undefined;
  if (!step || step.need < 2) return [];
  const given = reviews.filter((each) => each.step === index && each.decision === 'approve').length;
  return [`${given} of ${step.need} approvals so far`];
}
