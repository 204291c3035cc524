import type { PlanStep } from '../policy/approval-step.ts';
import type { Decision, Plan, RequestFacts } from './request.ts';

/**
 * The part of a request that a reviewer agrees to, with the name that a notification shows. Its canonical bytes (RFC 8785)
 * hashed with SHA-256 are `requestHash`. It says what is granted, by which rules, and whom they mean; which people that are
 * now is not in it, since that changes while the request waits. `risk` is not in it: organisation/high-risk.ts says why; nor is
 * how often somebody is reminded, which grants nothing.
 */
export function reviewedContent(facts: Omit<RequestFacts, 'requestHash'>): object {
  const { v, plan, rules } = facts;
  const asked = contentOfBoth(facts);
  return v === 1
    ? { ...asked, plan: planOfBefore(plan) }
    : { ...asked, v, plan: withoutReminders(plan), rules };
}

function contentOfBoth(facts: Omit<RequestFacts, 'requestHash'>): object {
  return {
    requestId: facts.requestId,
    requester: facts.requester,
    requesterName: facts.requesterName,
    publicKey: facts.publicKey,
    entitlements: facts.entitlements,
    durationMs: facts.durationMs,
    reason: facts.reason,
    ticket: facts.ticket,
    organisationVersion: facts.organisationVersion,
  };
}

const withoutReminders = (plan: Plan): Plan =>
  plan.kind === 'auto'
    ? plan
    : { ...plan, steps: plan.steps.map(({ remindEveryMs: _unbound, ...step }) => step) };

/** As it was hashed when it named people. */
function planOfBefore(plan: Plan): object {
  if (plan.kind === 'auto') return plan;
  const steps = plan.steps.map(({ name, need, meant }) => ({ name, need, reviewers: idsIn(meant) }));
  return { ...plan, steps };
}

/** The people whom a step of a request of version 1 means. */
const idsIn = (meant: PlanStep['meant']): readonly string[] =>
  meant.flat().flatMap((each) => (each.kind === 'member' ? [each.id] : []));

/** What a reviewer's device signs: canonical bytes of this object. `origin` names the log, so a review fits one organisation only. */
export function reviewMessage(review: {
  readonly origin: string;
  readonly requestId: string;
  readonly requestHash: string;
  readonly decision: Decision;
  readonly comment: string;
  readonly step: number;
}): object {
  return { purpose: 'latchkey-review-v1', ...review };
}
