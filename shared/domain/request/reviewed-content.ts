import { commitmentOf, type Hash } from '../../lib/said.ts';
import type { Plan, RequestFacts } from './request.ts';

/**
 * The part of a request that a reviewer agrees to, with the name that a notification shows. Its canonical bytes (RFC 8785)
 * hashed with SHA-256 are `requestHash`. It says what is granted, by which rules, and whom they mean; which people that are
 * now is not in it, since that changes while the request waits. `risk` is not in it: organisation/high-risk.ts says why; nor is
 * how often somebody is reminded, which grants nothing. The reason is in it by what binds it (`commitmentOf`), so that the
 * hash is the same once it was erased; who shows a reason makes the hash from the text that they show.
 */
export function reviewedContent(hash: Hash, facts: Omit<RequestFacts, 'requestHash'>): object {
  return {
    v: facts.v,
    requestId: facts.requestId,
    requester: facts.requester,
    requesterName: facts.requesterName,
    publicKey: facts.publicKey,
    entitlements: facts.entitlements,
    durationMs: facts.durationMs,
    reason: { sha256: commitmentOf(hash, facts.reason) },
    ticket: facts.ticket,
    organisationVersion: facts.organisationVersion,
    plan: withoutReminders(facts.plan),
    rules: facts.rules,
  };
}

const withoutReminders = (plan: Plan): Plan =>
  plan.kind === 'auto'
    ? plan
    : { ...plan, steps: plan.steps.map(({ remindEveryMs: _unbound, ...step }) => step) };
