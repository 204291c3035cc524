import { addMs, MINUTE_MS, type DurationMs, type Instant } from '../../lib/time.ts';
import { pendingReviewers } from './pending-reviewers.ts';
import type { RequestState } from './request.ts';

/** Nobody is told more often than that, whatever a plan says. */
export const SHORTEST_REMINDER_MS = MINUTE_MS;

/** After so many in a step it waits in silence: whoever has not looked by then is told by nothing of this kind. */
export const MOST_REMINDERS = 100;

/** How often those whose answer is missing have been told again, in the step that the request waits for. */
export function remindersIn({ phase, reminded }: RequestState): number {
  return phase.kind === 'submitted' && reminded?.step === phase.step ? reminded.count : 0;
}

/**
 * When those whose answer is missing are told again; null when they are not. Counted from the last time that they were told,
 * so that a clock that jumped tells them once; never when it has lapsed by then.
 */
export function nextReminderAt(state: RequestState): Instant | null {
  const { facts, phase, reminded } = state;
  if (phase.kind !== 'submitted' || facts.plan.kind !== 'review') return null;
  const every = facts.plan.steps[phase.step]?.remindEveryMs;
  const count = remindersIn(state);
  if (every === undefined || count >= MOST_REMINDERS || pendingReviewers(state).length === 0) return null;
  const toldAt = count > 0 && reminded ? reminded.at : waitsSince(state, phase.step);
  const nextAt = addMs(toldAt, Math.max(every, SHORTEST_REMINDER_MS) as DurationMs);
  return nextAt < facts.lapsesAt ? nextAt : null;
}

/** Since when a step is asked: the first since the request was made, others since the last answer to the one before. */
function waitsSince({ facts, reviews }: RequestState, step: number): Instant {
  const before = reviews.filter((review) => review.step === step - 1).map(({ at }) => at);
  return Math.max(facts.submittedAt, ...before) as Instant;
}
