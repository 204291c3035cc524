import type { RequestFacts } from '../../domain/request/request.ts';

/** Whom a request concerns by itself: who asked and who may review. Owners are added where it is shown. */
export function factsAudience({ requester, plan }: RequestFacts): ReadonlySet<string> {
  const members = new Set([requester]);
  if (plan.kind === 'review')
    for (const step of plan.steps) for (const reviewer of step.reviewers) members.add(reviewer);
  return members;
}
