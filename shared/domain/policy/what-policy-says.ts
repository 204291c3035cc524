import { assertNever } from '../../lib/assert-never.ts';
import { ownValue } from '../../lib/own-value.ts';
import { told, type Told } from '../../words/told.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { ApprovalStep } from './approval-step.ts';
import type { Depends, PolicyOutcome } from './policy-outcome.ts';

/** So many are named, as many as a list shows. Of more it is known how many they are. */
const MOST_NAMED = 3;

/** The whole answer in a sentence or two: `Lead Example or Ana Example must approve. At most 2h.` */
export function whatPolicySays(outcome: PolicyOutcome | Depends, organisation: Organisation): Told {
  switch (outcome.kind) {
    case 'refused':
      return told('policyRefuses', { why: outcome.refusal.told });
    case 'depends':
      return told('policyDepends', { mostMs: outcome.maxDurationMs });
    case 'auto':
      return told('policyGrants', { mostMs: outcome.maxDurationMs });
    case 'review': {
      const steps = outcome.steps.map((step) => answeredBy(step, organisation));
      return told(outcome.distinct ? 'policyAsksApart' : 'policyAsks', {
        steps,
        mostMs: outcome.maxDurationMs,
      });
    }
    default:
      return assertNever(outcome);
  }
}

function answeredBy({ need, reviewers }: ApprovalStep, { members }: Organisation): Told {
  const names = reviewers.slice(0, MOST_NAMED).map((id) => ownValue(members, id)?.name ?? id);
  return told('answeredBy', { need, names, more: reviewers.length - names.length });
}
