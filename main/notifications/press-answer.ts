import { deadlineOf } from '../../shared/domain/request/deadline-of.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import type { Decision, RequestState } from '../../shared/domain/request/request.ts';
import { stillNeeded } from '../../shared/domain/request/waits-for.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { clockText } from '../clock-text.ts';
import type { Instant } from '../../shared/lib/time.ts';
import type { Words } from '../../shared/words/words.ts';

/** What a person is told who pressed a button of a notice: what their press led to, as far as it is known now. */
export function pressAnswer(
  decision: Decision,
  {
    queued,
    state,
    known = state,
    words,
  }: {
    readonly queued: boolean;
    readonly state: RequestState | null;
    /** The request as this device knows it. */
    readonly known?: RequestState | null | undefined;
    readonly words: Words;
  },
  now: Instant,
): { readonly title: string; readonly body: string } {
  const say = words.desktop.notices.press;
  const done = decision === 'approve' ? say.approved : say.denied;
  if (!queued && !state)
    return {
      title: done,
      body: `${known ? aboutOf(known, words) : ''}${words.requests.doneByNewer}`,
    };
  if (queued || !state)
    return {
      title: decision === 'approve' ? say.approvalWaits : say.denialWaits,
      body: `${known ? aboutOf(known, words) : ''}${say.sentByItself}`,
    };
  const titles = titlesOf(state);
  const who = noticeText(state.facts.requesterName, 60);
  if (decision === 'deny') return { title: done, body: say.deniedBody({ what: titles, who }) };
  return {
    title: done,
    body: say.approvedBody({ what: titles, who, progress: progressOf(state, now, words) }),
  };
}

const titlesOf = ({ facts }: RequestState): string =>
  noticeText(facts.entitlements.map(({ title }) => title).join(', '), 100);

/** Which request: two may ask for the same. */
function aboutOf(state: RequestState, words: Words): string {
  const { desktop, formats } = words;
  const { requesterName, durationMs } = state.facts;
  const reason = wordsOf(state.facts.reason, 'reason', words);
  return desktop.notices.press.about({
    what: titlesOf(state),
    who: noticeText(requesterName, 60),
    duration: formats.exactDuration(durationMs),
    why: reason === '' ? '' : noticeText(reason, 80),
  });
}

function progressOf(state: RequestState, now: Instant, words: Words): string {
  const say = words.desktop.notices.press;
  const { facts, phase, reviews } = state;
  if (phase.kind === 'submitted') {
    const isNext = !reviews.some((each) => each.step === phase.step && each.decision === 'approve');
    return (isNext ? say.moreMustNext : say.moreMust)({ count: stillNeeded(state) });
  }
  const until = deadlineOf(state);
  if (phase.kind === 'approved' && until !== null)
    return say.worksUntil({ at: clockText(until, now, words) });
  if (phase.kind === 'approved')
    return say.isSetUp({ duration: words.formats.exactDuration(facts.durationMs) });
  return say.answered;
}
