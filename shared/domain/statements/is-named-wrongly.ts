import { mayBeMeant } from '../policy/may-be-meant.ts';
import type { RequestEntry } from '../request/request-entry.ts';
import type { RequestFacts } from '../request/request.ts';

/**
 * Whether an entry says that somebody may answer a request who cannot: who asked, for a step that its plan does not have, or
 * whom the plan does not mean, whoever is in which group. The plan is hashed, and signed by who reviews. Pure.
 *
 * @param facts of the request; undefined where they are not known here
 */
export function isNamedWrongly(entry: RequestEntry, facts: RequestFacts | undefined): boolean {
  if (entry.type !== 'requestSubmitted' && entry.type !== 'reviewersNamed') return false;
  const { plan, requester } = entry.type === 'requestSubmitted' ? entry.facts : (facts ?? NOT_KNOWN);
  if (plan === null) return false;
  const steps = plan.kind === 'review' ? plan.steps : [];
  return entry.reviewers.some((ids, index) => {
    const step = steps[index];
    return ids.some((id) => id === requester || step === undefined || !mayBeMeant(step, id));
  });
}

const NOT_KNOWN = { plan: null, requester: null } as const;
