import type { RequestState } from '../../../shared/domain/request/request.ts';
import { stillNeeded } from '../../../shared/domain/request/waits-for.ts';
import { exactDuration } from '../../../shared/lib/duration-text.ts';

/** What happens when one more person approves, in a sentence: the reviewer should know before pressing. */
export function approvalLeadsTo(request: RequestState): string {
  const { facts, phase } = request;
  if (phase.kind !== 'submitted' || facts.plan.kind !== 'review') return '';
  const missing = stillNeeded(request) - 1;
  if (missing > 0) return `After you, ${missing} more must approve.`;
  if (phase.step + 1 < facts.plan.steps.length) return 'After you, the next step is asked.';
  return `If you approve, access is set up now and ends ${exactDuration(facts.durationMs)} after it works.`;
}
