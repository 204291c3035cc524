import type { Organisation } from '../organisation/organisation.ts';
import { refuse } from '../refusal.ts';
import type { Instant } from '../../lib/time.ts';
import type { PolicyOutcome } from './policy-outcome.ts';
import { previewPolicy } from './preview-policy.ts';
import type { RequestDraft } from '../policy/request-draft.ts';

/**
 * Policy's answer to a request that is sent. For each entitlement the first rule that matches it and the requester
 * decides; what matches nothing is refused. One entitlement that is refused refuses the whole request, and so does
 * anything missing (reason, ticket, duration) or longer than the shortest limit. Pure.
 *
 * While somebody still types, ask `previewPolicy`: it says who would have to approve, and lists what is missing.
 */
export function evaluatePolicy(
  organisation: Organisation,
  draft: RequestDraft & { readonly at: Instant },
): PolicyOutcome {
  const { outcome, problems } = previewPolicy(organisation, draft);
  const [first] = problems;
  if (outcome.kind === 'depends') {
    const { maxDurationMs } = outcome;
    const refusal = first?.refusal ?? refuse('badInput', 'durationMissing', { mostMs: maxDurationMs });
    return { kind: 'refused', refusal, rules: [], maxDurationMs };
  }
  if (outcome.kind === 'refused' || !first) return outcome;
  const { rules, maxDurationMs } = outcome;
  return { kind: 'refused', refusal: first.refusal, rules, maxDurationMs };
}
