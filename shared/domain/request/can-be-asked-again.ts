import type { RefusalCode } from '../refusal.ts';
import { requestStatus } from './request-status.ts';
import type { RequestState } from './request.ts';

/** Policy refuses it by now; or its reason was erased, which is `reasonMissing`: without one it would not have become a request. */
const MOVED_ON: ReadonlySet<RefusalCode> = new Set(['policyChanged', 'reasonMissing']);

/** Whether the same may get another answer: nobody said no to it, only time, policy or people moved on, or it did not work. */
export function canBeAskedAgain(state: RequestState): boolean {
  const { phase } = state;
  if (phase.kind === 'refused') return MOVED_ON.has(phase.refusal.code);
  return phase.kind === 'lapsed' || requestStatus(state) === 'failed';
}
