import type { PlanStep } from '../policy/approval-step.ts';
import { mayBeMeant } from '../policy/may-be-meant.ts';
import type { RequestEntry } from './request-entry.ts';
import type { RequestState, Review } from './request.ts';

/**
 * Whether an entry says that a request went on by what policy or reviewers did, and its plan and the reviews before the entry do
 * not bear that out. Who counts by the groups of that moment stands in no entry, so that every review for a step by somebody
 * else than who asked, whom its plan may mean, is counted here: what is found lacking was never enough. Pure.
 */
export function lacksApprovals({ facts, phase, reviews }: RequestState, entry: RequestEntry): boolean {
  const { plan, requester } = facts;
  if (entry.type !== 'requestApproved' && entry.type !== 'stepDone') return false;
  if (phase.kind !== 'submitted') return true;
  if (entry.type === 'requestApproved' && entry.by === 'policy') return plan.kind !== 'auto';
  if (plan.kind === 'auto') return true;
  const approvers = (step: PlanStep, index: number): number =>
    new Set(
      reviews.flatMap(({ step: ofStep, decision, reviewer }) =>
        ofStep === index && decision === 'approve' && reviewer !== requester && mayBeMeant(step, reviewer)
          ? [reviewer]
          : [],
      ),
    ).size;
  if (facts.distinct && countsTwice(reviews)) return true;
  const done = entry.type === 'stepDone' ? entry.step + 1 : plan.steps.length;
  return plan.steps.slice(0, done).some((step, index) => approvers(step, index) < step.need);
}

function countsTwice(reviews: readonly Review[]): boolean {
  const steps = new Map<string, number>();
  return reviews.some(({ reviewer, step, decision }) => {
    const before = steps.get(reviewer);
    if (decision === 'approve') steps.set(reviewer, step);
    return decision === 'approve' && before !== undefined && before !== step;
  });
}
