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
import { visibleText } from '../lib/visible-text.ts';
import type { Words } from '../words/words.ts';
import { shortId } from './short-id.ts';

export const requestHead = ({ cli: { about } }: Words): string[] => [
  about.id,
  about.who,
  about.what,
  about.for,
  about.state,
  about.why,
];

/** A request as a row for people. `who`: the name of who asked, told apart from others. */
export function requestRow(
  words: Words,
  state: RequestState,
  { now, who }: { readonly now: number; readonly who: string },
): string[] {
  const { facts } = state;
  const reason = wordsOf(facts.reason, 'reason', words);
  return [
    shortId(facts.requestId),
    who,
    whatText(words, facts),
    words.formats.exactDuration(facts.durationMs),
    stateText(words, state, now),
    facts.ticket ? `${reason} (${facts.ticket})` : reason,
  ];
}

/** What is asked for, on one line; that it is high risk comes first. */
export function whatText({ cli }: Words, facts: RequestFacts): string {
  const what = facts.entitlements.map(({ title }) => title).join(', ');
  return isHighRisk(facts) ? cli.about.highRisk({ what }) : what;
}

/** The same, with who asked. */
export const whatAndWho = (words: Words, facts: RequestFacts): string =>
  words.cli.requests.askedBy({ what: whatText(words, facts), who: facts.requesterName });

/** Who, what and how long, for the second act that a high risk wants. */
export const whatIsConfirmed = ({ cli }: Words, facts: RequestFacts): string =>
  cli.about.confirmed({
    who: facts.requesterName,
    what: facts.entitlements.map(({ title }) => title).join(', '),
    forMs: facts.durationMs,
  });

/** Its state with what matters about it now. */
export function stateText(words: Words, state: RequestState, now: number): string {
  const { about, state: ofStatus } = words.cli;
  const status = requestStatus(state);
  const deadline = deadlineOf(state);
  if (status === 'submitted')
    return about.waitsFor({ names: pendingReviewers(state).join(', ') || about.nobody });
  const trouble = grantsOf(withOverdue(state, instant(now))).find(({ grant }) => isInTrouble(grant));
  if (trouble) return isStuck(trouble.grant) ? about.stuck : about.overdue;
  if (status === 'active' && deadline !== null)
    return deadline > now ? about.activeFor({ leftMs: deadline - now }) : about.ending;
  const isBegun = status === 'scheduled' || status === 'activating';
  const setUp = isBegun ? describeSetUp(state, now, words) : null;
  if (setUp !== null) return setUp;
  const pools = status === 'scheduled' ? poolsWithoutRunner(state) : null;
  if (pools !== null) return about.waitsForRunner({ pools });
  if (isBegun) return about.settingUp;
  const why = whyNothing(words, state);
  return why === null ? ofStatus[status] : about.because({ status: ofStatus[status], why });
}

/** Why it came to nothing, in the words of who or what decided that; null where nobody gave any. */
function whyNothing(words: Words, state: RequestState): string | null {
  const { phase } = state;
  if (phase.kind === 'refused') return words.tell(phase.refusal.told);
  if (phase.kind === 'denied') return wordsOf(phase.comment, 'comment', words) || null;
  if (requestStatus(state) !== 'failed') return null;
  return (
    grantsOf(state).flatMap(({ grant }) =>
      grant.kind === 'failed' ? [words.ofRunner(grant.message)] : [],
    )[0] ?? null
  );
}

/** The pools for which approved access waits that no runner has taken up; null when none waits. */
export function poolsWithoutRunner(state: RequestState): string | null {
  const waiting = grantsOf(state).filter(({ grant }) => grant.kind === 'scheduled');
  const pools = [...new Set(waiting.map(({ entitlement }) => entitlement.pool))];
  return pools.length === 0 ? null : pools.join(', ');
}

/** A request in full, for who is about to answer it. Several lines, every text made harmless. */
export function requestInFull(words: Words, state: RequestState): string {
  const { facts } = state;
  const { about } = words.cli;
  const lines: [string, string][] = [
    [about.fullRequest, facts.requestId],
    ...(isHighRisk(facts) ? [[about.fullRisk, about.highRiskInFull] satisfies [string, string]] : []),
    [about.fullWho, `${facts.requesterName} <${facts.requester}>`],
    ...facts.entitlements.flatMap((each): [string, string][] => [
      [about.fullWhat, `${each.title} (${each.entitlementId})`],
      ['', describeEnd(each.end, words)],
    ]),
    [about.fullFor, words.formats.exactDuration(facts.durationMs)],
    ...(facts.publicKey === null ? [] : [[about.fullKey, facts.publicKey] satisfies [string, string]]),
    [about.fullWhy, wordsOf(facts.reason, 'reason', words)],
    [about.fullTicket, facts.ticket ?? '–'],
  ];
  const width = Math.max(NAMES_WIDTH, ...lines.map(([name]) => name.length));
  return `${lines.map(([name, text]) => `${name.padEnd(width)} ${visibleText(text)}`).join('\n')}\n`;
}

/** Columns of their names, at least. */
const NAMES_WIDTH = 8;
