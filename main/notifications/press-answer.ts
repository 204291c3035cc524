import { wordsIn } from '../../shared/words/words.ts';
import { deadlineOf } from '../../shared/domain/request/deadline-of.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import type { Decision, RequestState } from '../../shared/domain/request/request.ts';
import { stillNeeded } from '../../shared/domain/request/waits-for.ts';
import { exactDuration } from '../../shared/lib/duration-text.ts';
import { noticeText } from '../../shared/lib/notice-text.ts';
import { clockText } from '../clock-text.ts';
import type { Instant } from '../../shared/lib/time.ts';

/** What a person is told who pressed a button of a notice: what their press led to, as far as it is known now. */
export function pressAnswer(
  decision: Decision,
  {
    queued,
    state,
    known = state,
  }: {
    readonly queued: boolean;
    readonly state: RequestState | null;
    /** The request as this device knows it. */
    readonly known?: RequestState | null | undefined;
  },
  now: Instant,
): { readonly title: string; readonly body: string } {
  const what = decision === 'approve' ? 'approval' : 'denial';
  if (!queued && !state)
    return {
      title: decision === 'approve' ? 'Approved' : 'Denied',
      body: `${known ? `${aboutOf(known)}. ` : ''}${wordsIn('en').requests.doneByNewer}`,
    };
  if (queued || !state)
    return {
      title: `Your ${what} waits to be sent`,
      body: `${known ? `${aboutOf(known)}. ` : ''}The service does not answer now. It is sent by itself, and counts if the request still stands as you saw it.`,
    };
  const titles = titlesOf(state);
  const who = noticeText(state.facts.requesterName, 60);
  if (decision === 'deny')
    return { title: 'Denied', body: `${titles}, asked by ${who}. No reason was given.` };
  return { title: 'Approved', body: `${titles} for ${who}: ${progressOf(state, now)}` };
}

const titlesOf = ({ facts }: RequestState): string =>
  noticeText(facts.entitlements.map(({ title }) => title).join(', '), 100);

/** Which request: two may ask for the same. */
function aboutOf(state: RequestState): string {
  const { requesterName, durationMs } = state.facts;
  const reason = wordsOf(state.facts.reason, 'reason', wordsIn('en'));
  const why = reason === '' ? '' : `: ${noticeText(reason, 80)}`;
  return `${titlesOf(state)}, asked by ${noticeText(requesterName, 60)} for ${exactDuration(durationMs)}${why}`;
}

function progressOf(state: RequestState, now: Instant): string {
  const { facts, phase, reviews } = state;
  if (phase.kind === 'submitted') {
    const isNext = !reviews.some((each) => each.step === phase.step && each.decision === 'approve');
    return `${stillNeeded(state)} more must approve${isNext ? ' in the next step' : ''}.`;
  }
  const until = deadlineOf(state);
  if (phase.kind === 'approved' && until !== null) return `it works until ${clockText(until, now)}.`;
  if (phase.kind === 'approved')
    return `it is being set up, and works for ${exactDuration(facts.durationMs)} from then.`;
  return 'somebody else has answered already.';
}
