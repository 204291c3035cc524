import { wordsIn } from '../../shared/words/words.ts';
import { exactDuration } from '../../shared/lib/duration-text.ts';
import { isHighRisk } from '../../shared/domain/organisation/high-risk.ts';
import { remindersIn } from '../../shared/domain/request/reminders.ts';
import type { RequestFacts, RequestState } from '../../shared/domain/request/request.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import { isErased } from '../../shared/lib/said.ts';
import { visibleText } from '../../shared/lib/visible-text.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import type { WantedNotice } from './wanted-notice.ts';

/** More than any ticket has, unless somebody wants to hide something behind it. */
const LONGEST_TICKET = 100;
const LONGEST_NAME = 60;

/** First of all: no server cuts off what comes first. */
const OPEN_TO_ANSWER = `${wordsIn('en').requests.highRisk}: open it to answer.`;

/** Nobody approves what they could not read. */
export const READ_FIRST = 'There is more: open it to read all and approve.';

/** No press could be carried out: the window says what to do. */
const UPDATE_FIRST = 'This Latchkey is too old to answer: update it first.';

/** Nobody can weigh what they cannot read; it can still be denied. */
const ASK_AGAIN = 'Its reason was erased: it has to be asked again.';

/**
 * What an approver has to know at one glance, with the buttons to answer. How long and what come first, in what no server
 * cuts off; a name, which can be as long as somebody likes, never pushes them out. What is high risk, or what this Latchkey is
 * too old to answer (`isTooOld`), is not answered here at all: every press opens it.
 */
export function reviewNotice(
  state: RequestState,
  { isTooOld }: { readonly isTooOld: boolean } = { isTooOld: false },
): WantedNotice {
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
  const reason = shorten(wordsOf(facts.reason, 'reason', wordsIn('en')));
  const ticket = shorten(facts.ticket ?? '', LONGEST_TICKET);
  const isWhole = [name, titles, reason, ticket].every((each) => each.isWhole);
  const bar = barOf(facts, { isTooOld, isWhole });
  return {
    id: `review/${requestId}`,
    // A reminder is told as the first time was, in its place; so is what cannot be answered as before: no dead button stands.
    fingerprint: [
      ...[requestHash, step, reviews.length],
      ...(reminders > 0 ? [reminders] : []),
      ...(bar ? [bar.why] : []),
    ].join('/'),
    said: wordsOf(facts.reason, 'reason', wordsIn('en')),
    title: `${reminders > 0 ? 'Reminder: access' : 'Access'} for ${exactDuration(facts.durationMs)}`,
    body: [
      ...(bar ? [bar.line] : []),
      titles.shown,
      `${name.shown} asks for access`,
      `Why: ${reason.shown === '' ? 'no reason given' : reason.shown}`,
      ...(facts.ticket ? [`Ticket: ${ticket.shown}`] : []),
      ...progress(state, step),
    ].join('\n'),
    urgency: 'critical',
    actions: [
      ...(bar ? [] : [approve]),
      ...(!bar || bar.canDeny ? [deny] : []),
      { id: 'open', label: 'Open', does: open },
      { id: 'default', label: '', does: open },
    ],
  };
}

/** Why it is not approved with a press alone; null when it can be. */
function barOf(
  facts: RequestFacts,
  { isTooOld, isWhole }: { readonly isTooOld: boolean; readonly isWhole: boolean },
): { readonly why: string; readonly line: string; readonly canDeny: boolean } | null {
  if (isTooOld) return { why: 'tooOld', line: UPDATE_FIRST, canDeny: false };
  if (isHighRisk(facts)) return { why: 'highRisk', line: OPEN_TO_ANSWER, canDeny: false };
  if (isErased(facts.reason)) return { why: 'erased', line: ASK_AGAIN, canDeny: true };
  // Nobody approves what they could not read: the whole of it is in the window.
  return isWhole ? null : { why: 'long', line: READ_FIRST, canDeny: true };
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
