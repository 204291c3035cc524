import type { Words } from '../../words/words.ts';
import { whoMustAnswer } from '../policy/who-must-answer.ts';
import { pendingReviewers } from './pending-reviewers.ts';
import type { RequestState } from './request.ts';

/** Whom a request waits for now: those who can still answer, and how many of them must. */
export function waitsFor(state: RequestState, nameOf: (id: string) => string, words: Words): string {
  return whoMustAnswer(stillNeeded(state), pendingReviewers(state).map(nameOf), words);
}

/** How many approvals are missing in the step that a request waits for. */
export function stillNeeded({ facts, phase, reviews }: RequestState): number {
  if (phase.kind !== 'submitted' || facts.plan.kind !== 'review') return 0;
  const given = reviews.filter(({ step, decision }) => step === phase.step && decision === 'approve').length;
  return Math.max(0, (facts.plan.steps[phase.step]?.need ?? 1) - given);
}
