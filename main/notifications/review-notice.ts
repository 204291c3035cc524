import { isHighRisk } from '../../shared/domain/organisation/high-risk.ts';
import { remindersIn } from '../../shared/domain/request/reminders.ts';
import type { RequestFacts, RequestState } from '../../shared/domain/request/request.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import { isErased } from '../../shared/lib/said.ts';
import { visibleText } from '../../shared/lib/visible-text.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import type { WantedNotice } from './wanted-notice.ts';
import type { Words } from '../../shared/words/words.ts';

/** More than any ticket has, unless somebody wants to hide something behind it. */
const LONGEST_TICKET = 100;
const LONGEST_NAME = 60;

/**
 * What an approver has to know at one glance, with the buttons to answer. How long and what come first, in what no server
 * cuts off; a name, which can be as long as somebody likes, never pushes them out. What is high risk, or what this Latchkey is
 * too old to answer (`isTooOld`), is not answered here at all: every press opens it.
 */
export function reviewNotice(
  state: RequestState,
  { isTooOld, words }: { readonly isTooOld: boolean; readonly words: Words },
): WantedNotice {
  const say = words.desktop.notices;
  const { facts, phase, reviews } = state;
  const step = phase.kind === 'submitted' ? phase.step : 0;
  const { requestId, requestHash } = facts;
  const reminders = remindersIn(state);
  const review = { kind: 'review', requestId, requestHash, step } as const;
  const open = { kind: 'open', view: 'inbox', requestId } as const;
  const approve = { id: 'approve', label: say.approve, does: { ...review, decision: 'approve' } } as const;
  const deny = { id: 'deny', label: say.deny, does: { ...review, decision: 'deny' } } as const;
  const name = shorten(facts.requesterName, LONGEST_NAME);
  const titles = shorten(facts.entitlements.map(({ title }) => title).join(', '));
  const reason = shorten(wordsOf(facts.reason, 'reason', words));
  const ticket = shorten(facts.ticket ?? '', LONGEST_TICKET);
  const isWhole = [name, titles, reason, ticket].every((each) => each.isWhole);
  const bar = barOf(facts, { isTooOld, isWhole, words });
  return {
    id: `review/${requestId}`,
    // A reminder is told as the first time was, in its place; so is what cannot be answered as before: no dead button stands.
    fingerprint: [
      ...[requestHash, step, reviews.length],
      ...(reminders > 0 ? [reminders] : []),
      ...(bar ? [bar.why] : []),
    ].join('/'),
    said: wordsOf(facts.reason, 'reason', words),
    title: (reminders > 0 ? say.reminderFor : say.accessFor)({
      duration: words.formats.exactDuration(facts.durationMs),
    }),
    body: [
      ...(bar ? [bar.line] : []),
      titles.shown,
      say.asksForAccess({ who: name.shown }),
      say.why({ why: reason.shown === '' ? say.noReason : reason.shown }),
      ...(facts.ticket ? [say.ticket({ ticket: ticket.shown })] : []),
      ...progress(state, step, say),
    ].join('\n'),
    urgency: 'critical',
    actions: [
      ...(bar ? [] : [approve]),
      ...(!bar || bar.canDeny ? [deny] : []),
      { id: 'open', label: say.open, does: open },
      { id: 'default', label: '', does: open },
    ],
  };
}

/** Why it is not approved with a press alone; null when it can be. */
function barOf(
  facts: RequestFacts,
  {
    isTooOld,
    isWhole,
    words,
  }: { readonly isTooOld: boolean; readonly isWhole: boolean; readonly words: Words },
): { readonly why: string; readonly line: string; readonly canDeny: boolean } | null {
  const say = words.desktop.notices;
  // No press could be carried out: the window says what to do.
  if (isTooOld) return { why: 'tooOld', line: say.updateFirst, canDeny: false };
  if (isHighRisk(facts))
    return { why: 'highRisk', line: say.openToAnswer({ risk: words.requests.highRisk }), canDeny: false };
  // Nobody can weigh what they cannot read; it can still be denied.
  if (isErased(facts.reason)) return { why: 'erased', line: say.askAgain, canDeny: true };
  // Nobody approves what they could not read: the whole of it is in the window.
  return isWhole ? null : { why: 'long', line: say.readFirst, canDeny: true };
}

function shorten(text: string, longest?: number): { readonly shown: string; readonly isWhole: boolean } {
  const shown = noticeText(text, longest);
  return { shown, isWhole: shown === visibleText(text.trim()) };
}

/** Where several people are needed: how far it is. */
function progress(
  { facts, reviews }: RequestState,
  index: number,
  say: Words['desktop']['notices'],
): string[] {
  const step = facts.plan.kind === 'review' ? facts.plan.steps[index] : undefined;
  if (!step || step.need < 2) return [];
  const given = reviews.filter((each) => each.step === index && each.decision === 'approve').length;
  return [say.approvals({ given, need: step.need })];
}
