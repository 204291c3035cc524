import type { RequestState } from '../../../shared/domain/request/request.ts';
import { stillNeeded } from '../../../shared/domain/request/waits-for.ts';
import { words } from '../../words/words.ts';

/** What happens when one more person approves, in a sentence: the reviewer should know before pressing. */
export function approvalLeadsTo(request: RequestState): string {
  const { facts, phase } = request;
  if (phase.kind !== 'submitted' || facts.plan.kind !== 'review') return '';
  const say = words().window.inbox.leadsTo;
  const missing = stillNeeded(request) - 1;
  if (missing > 0) return say.moreMust({ count: missing });
  if (phase.step + 1 < facts.plan.steps.length) return say.nextStep;
  return say.access({ duration: words().formats.exactDuration(facts.durationMs) });
}
