import { inEnglish, wordsIn } from '../words/words.ts';
import { isStuck } from '../domain/grant/is-stuck.ts';
import { instant } from '../lib/time.ts';
import { deadlineOf } from '../domain/request/deadline-of.ts';
import { describeEnd } from '../domain/grant/describe-end.ts';
import { describeSetUp } from '../domain/request/describe-set-up.ts';
import { isHighRisk } from '../domain/organisation/high-risk.ts';
import { grantsOf } from '../domain/request/grants-of.ts';
import { isInTrouble } from '../domain/request/is-in-trouble.ts';
import { pendingReviewers } from '../domain/request/pending-reviewers.ts';
import { requestStatus } from '../domain/request/request-status.ts';
import type { RequestFacts, RequestState } from '../domain/request/request.ts';
import { wordsOf } from '../domain/request/words-of.ts';
import { withOverdue } from '../domain/request/with-overdue.ts';
import { exactDuration, formatDuration } from '../lib/duration-text.ts';
import { visibleText } from '../lib/visible-text.ts';
import { shortId } from './short-id.ts';

const EN = wordsIn('en');

export const REQUEST_HEAD = ['id', 'who', 'what', 'for', 'state', 'why'] as const;

/** A request as a row for people. */
export function requestRow(state: RequestState, now: number): string[] {
  const { facts } = state;
  return [
    shortId(facts.requestId),
    facts.requesterName,
    whatText(facts),
    exactDuration(facts.durationMs),
    stateText(state, now),
    facts.ticket
      ? `${wordsOf(facts.reason, 'reason', EN)} (${facts.ticket})`
      : wordsOf(facts.reason, 'reason', EN),
  ];
}

/** What is asked for, on one line; that it is high risk comes first. */
export function whatText(facts: RequestFacts): string {
  const what = facts.entitlements.map(({ title }) => title).join(', ');
  return isHighRisk(facts) ? `${EN.requests.highRisk.toUpperCase()}: ${what}` : what;
}

/** Its state with what matters about it now. */
export function stateText(state: RequestState, now: number): string {
  const status = requestStatus(state);
  const deadline = deadlineOf(state);
  if (status === 'submitted') return `waits for ${pendingReviewers(state).join(', ') || 'nobody'}`;
  const trouble = grantsOf(withOverdue(state, instant(now))).find(({ grant }) => isInTrouble(grant));
  if (trouble) return isStuck(trouble.grant) ? 'stuck, not gone' : 'overdue';
  if (status === 'active' && deadline !== null)
    return deadline > now ? `active, ${formatDuration(deadline - now)} left` : 'ending';
  if (status === 'scheduled') return describeSetUp(state, now, EN) ?? waitsForRunner(state) ?? 'being set up';
  if (status === 'activating') return describeSetUp(state, now, EN) ?? 'being set up';
  const why = whyNothing(state);
  return why === null ? status : `${status}: ${why}`;
}

/** Why it came to nothing, in the words of who or what decided that; null where nobody gave any. */
function whyNothing(state: RequestState): string | null {
  const { phase } = state;
  if (phase.kind === 'refused') return inEnglish(phase.refusal.told);
  if (phase.kind === 'denied') return wordsOf(phase.comment, 'comment', EN) || null;
  if (requestStatus(state) !== 'failed') return null;
  return (
    grantsOf(state).flatMap(({ grant }) =>
      grant.kind === 'failed'
        ? [typeof grant.message === 'string' ? grant.message : inEnglish(grant.message)]
        : [],
    )[0] ?? null
  );
}

/** For whom approved access waits that no runner has taken up; null when none waits. */
export function waitsForRunner(state: RequestState): string | null {
  const waiting = grantsOf(state).filter(({ grant }) => grant.kind === 'scheduled');
  const pools = [...new Set(waiting.map(({ entitlement }) => entitlement.pool))];
  return pools.length === 0 ? null : `waits for a runner of the pool ${pools.join(', ')}`;
}

const HIGH_RISK_IN_FULL = `${EN.requests.highRisk.toUpperCase()}: who approves it is asked once more`;

/** A request in full, for who is about to answer it. Several lines, every text made harmless. */
export function requestInFull(state: RequestState): string {
  const { facts } = state;
  const lines: [string, string][] = [
    ['Request', facts.requestId],
    ...(isHighRisk(facts) ? [['Risk', HIGH_RISK_IN_FULL] satisfies [string, string]] : []),
    ['Who', `${facts.requesterName} <${facts.requester}>`],
    ...facts.entitlements.flatMap((each): [string, string][] => [
      ['What', `${each.title} (${each.entitlementId})`],
      ['', describeEnd(each.end, EN)],
    ]),
    ['For', exactDuration(facts.durationMs)],
    ...(facts.publicKey === null ? [] : [['SSH key', facts.publicKey] satisfies [string, string]]),
    ['Why', wordsOf(facts.reason, 'reason', EN)],
    ['Ticket', facts.ticket ?? '–'],
  ];
  return `${lines.map(([name, text]) => `${name.padEnd(8)} ${visibleText(text)}`).join('\n')}\n`;
}
