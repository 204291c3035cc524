import { LIMITS } from '../../contract/limits.ts';
import { askOwners } from '../../domain/organisation/ask-owners.ts';
import { decide } from '../../domain/request/decide.ts';
import { evaluatePolicy } from '../../domain/policy/evaluate-policy.ts';
import { highestRisk } from '../../domain/organisation/high-risk.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { PolicyOutcome } from '../../domain/policy/policy-outcome.ts';
import { refuse, type Refusal, type RefusalCode } from '../../domain/refusal.ts';
import type { ApprovalStep } from '../../domain/policy/approval-step.ts';
import type { Plan, RequestFacts, RequestedEntitlement, RequestState } from '../../domain/request/request.ts';
import { reviewedContent } from '../../domain/request/reviewed-content.ts';
import { addMs, type Instant } from '../../lib/time.ts';
import { commitmentOf } from '../../lib/said.ts';
import { canonicalBytes } from '../../lib/canonical-json.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import type { Accepted } from './accept-statement.ts';
import { CLOCK_WENT_BACK } from './clock-went-back.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { beyondLimit, providerLimit } from './provider-limit.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

type Submitted = Accepted<'submitRequest'>;
type Needs = Pick<
  Parts,
  'commits' | 'organisation' | 'time' | 'crypto' | 'asks' | 'providerSchemas' | 'bonds'
>;

/** What is wrong with the draft itself. It never became a request, so nothing of it is recorded. */
const NOT_A_REQUEST: ReadonlySet<RefusalCode> = new Set([
  'badInput',
  'unknownEntitlement',
  'notAllowed',
  'reasonMissing',
  'ticketMissing',
]);

/**
 * Asks. What policy refuses is recorded, and comes back as a request that is `refused`. What is sent again is known by the
 * number that its sender gave it, so nothing else has to be kept of it.
 */
export async function submitRequest(parts: Needs, accepted: Submitted): Promise<RequestState> {
  const result = await parts.commits.run<RequestState>({
    key: null,
    requestIds: [accepted.body.requestId],
    decide: (draft) => submit(parts, accepted, draft),
  });
  return orThrow(result);
}

function submit(parts: Needs, accepted: Submitted, draft: Draft): Result<RequestState, Refusal> {
  const { caller, body: input, signed } = accepted;
  const known = draft.state(input.requestId);
  if (known && isSame(parts, known.facts, accepted)) return ok(known);
  if (parts.time.isBehind()) return err(CLOCK_WENT_BACK);
  const { problem } = parts.organisation;
  if (problem !== null) return err(unreadableOrganisation(problem));
  const organisation = parts.organisation.current;
  const tooMany = tooManyAsks(parts, caller.memberId, draft);
  if (tooMany) return err(tooMany);
  const outcome = answerTo(parts, organisation, { ...accepted, at: draft.at });
  if (outcome.kind === 'refused' && NOT_A_REQUEST.has(outcome.refusal.code)) return err(outcome.refusal);
  if (
    outcome.kind === 'review' &&
    outcome.steps.some((step) => step.reviewers.length > LIMITS.reviewersPerStep)
  )
    return err(
      refuse('badOrganisation', 'tooManyToAsk', {
        help: askOwners(organisation, caller.memberId, 'nameSmallerGroup'),
      }),
    );
  const facts = makeFacts(parts, organisation, { ...accepted, outcome, at: draft.at });
  const decided = decide(draft.state(facts.requestId), { type: 'submit', facts, outcome }, draft.at);
  return decided.ok
    ? ok(draft.append(facts.requestId, { actor: caller.memberId, signed }, decided.value))
    : decided;
}

/** What policy says, and how long the providers give access at most. */
function answerTo(
  parts: Needs,
  organisation: Organisation,
  { caller, body: input, at }: Submitted & { at: Instant },
): PolicyOutcome {
  const requester = caller.memberId;
  const conflicted = parts.bonds.conflicted(organisation, requester, at);
  const draft = { ...input, reason: input.reason.text, requester, conflicted, at };
  const outcome = evaluatePolicy(organisation, draft);
  if (outcome.kind === 'refused') return outcome;
  const limit = providerLimit(parts, organisation, input.entitlementIds);
  const refusal = beyondLimit(limit, input.durationMs);
  const { rules } = outcome;
  return refusal ? { kind: 'refused', refusal, rules, maxDurationMs: limit?.maxTtlMs ?? null } : outcome;
}

function tooManyAsks({ asks, organisation }: Needs, memberId: string, draft: Draft): Refusal | null {
  const member = organisation.member(memberId);
  return member ? asks.refusal(member, draft.at, draft.asksBy(memberId)) : null;
}

/** Also when the reason was erased meanwhile. */
function isSame(
  { crypto }: Needs,
  facts: RequestFacts,
  { caller: { memberId }, body: input }: Submitted,
): boolean {
  const { entitlementIds, durationMs, reason, ticket } = input;
  const asked = facts.entitlements.map(({ entitlementId }) => entitlementId);
  return (
    facts.requester === memberId &&
    facts.durationMs === durationMs &&
    commitmentOf(crypto.sha256, facts.reason) === commitmentOf(crypto.sha256, reason) &&
    facts.ticket === ticket &&
    asked.length === entitlementIds.length &&
    asked.every((id, index) => id === entitlementIds[index])
  );
}

function makeFacts(
  { crypto, providerSchemas }: Needs,
  organisation: Organisation,
  { caller, body: input, outcome, at }: Submitted & { outcome: PolicyOutcome; at: Instant },
): RequestFacts {
  const member = ownValue(organisation.members, caller.memberId);
  const facts: Omit<RequestFacts, 'requestHash'> = {
    v: 3,
    requestId: input.requestId,
    requester: caller.memberId,
    requesterName: member?.name ?? caller.memberId,
    publicKey: member?.sshPublicKey ?? null,
    entitlements: input.entitlementIds.map((id) =>
      requested({ organisation, providerSchemas }, id, crypto.randomId()),
    ),
    durationMs: input.durationMs,
    reason: input.reason,
    ticket: input.ticket,
    submittedAt: at,
    lapsesAt: outcome.kind === 'review' ? addMs(at, outcome.lapseAfterMs) : at,
    rules: outcome.rules,
    organisationVersion: organisation.version,
    plan: outcome.kind === 'review' ? planOf(outcome.steps) : { kind: 'auto' },
    ...(outcome.kind === 'review' && outcome.distinct ? { distinct: true } : {}),
    ...(outcome.kind === 'refused' ? {} : highestRisk([outcome])),
  };
  return { ...facts, requestHash: crypto.hashHex(canonicalBytes(reviewedContent(crypto.sha256, facts))) };
}

/** Whom the steps mean is asked; who that is now is not. */
const planOf = (steps: readonly ApprovalStep[]): Plan => ({
  kind: 'review',
  steps: steps.map(({ reviewers: _reviewers, ...step }) => step),
});

function requested(
  { organisation, providerSchemas }: { organisation: Organisation } & Pick<Needs, 'providerSchemas'>,
  id: string,
  grantId: string,
): RequestedEntitlement {
  const entitlement = ownValue(organisation.entitlements, id);
  const provider = entitlement && ownValue(organisation.providers, entitlement.providerId);
  if (!entitlement || !provider) throw new Error('policy let through what the catalog does not have');
  const { title, providerId } = entitlement;
  return {
    entitlementId: id,
    title,
    providerId,
    pool: provider.pool,
    grantId,
    end: providerSchemas.get(provider.use)?.end ?? null,
  };
}
