import { requestStatus } from './request-status.ts';
import type { RequestState } from './request.ts';

/** Whether the same may get another answer: nobody said no to it, only time, policy or people moved on, or it did not work. */
export function canBeAskedAgain(state: RequestState): boolean {
  const { phase } = state;
  if (phase.kind === 'refused') return phase.refusal.code === 'policyChanged';
  return phase.kind === 'lapsed' || requestStatus(state) === 'failed';
}
