import type { Decision, Plan, RequestFacts } from './request.ts';

/** The part of a request that a reviewer agrees to, with the name that a notification shows. Its canonical bytes (RFC 8785) hashed with SHA-256 are `requestHash`. `risk` is not in it: organisation/high-risk.ts says why; nor is how often somebody is reminded, which grants nothing. */
export function reviewedContent(facts: Omit<RequestFacts, 'requestHash'>): object {
  return {
    requestId: facts.requestId,
    requester: facts.requester,
    requesterName: facts.requesterName,
    publicKey: facts.publicKey,
    entitlements: facts.entitlements,
    durationMs: facts.durationMs,
    reason: facts.reason,
    ticket: facts.ticket,
    plan: withoutReminders(facts.plan),
    organisationVersion: facts.organisationVersion,
  };
}

const withoutReminders = (plan: Plan): Plan =>
  plan.kind === 'auto'
    ? plan
    : { ...plan, steps: plan.steps.map(({ remindEveryMs: _unbound, ...step }) => step) };

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
