import { assertNever } from '../../lib/assert-never.ts';
import type { RequestEntry } from '../entry.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { GrantState, Phase, RequestFacts, RequestState } from './request.ts';
import { durationMs, type Instant } from '../../lib/time.ts';

/** A request's state after `entry`. Pure; throws only when entries come that `decide` can never write (a damaged log). */
export function evolve(state: RequestState | undefined, entry: RequestEntry, at: Instant): RequestState {
  if (entry.type === 'requestSubmitted')
    return { ...begin(entry.facts, { kind: 'submitted', step: 0 }), reviewers: entry.reviewers };
  if (entry.type === 'requestRefused')
    return begin(entry.facts, { kind: 'refused', at, refusal: entry.refusal });
  if (!state) throw new Error(`${entry.type} came before the request was submitted`);
  const next = { ...state, version: state.version + 1 };
  switch (entry.type) {
    case 'reviewersNamed':
      return { ...next, ...withReviewers(state, entry.reviewers) };
    case 'reviewGiven':
      return { ...next, reviews: [...state.reviews, entry.review] };
    case 'stepDone':
      return { ...next, phase: { kind: 'submitted', step: entry.step + 1 } };
    case 'requestApproved':
      return { ...next, phase: { kind: 'approved', at, by: entry.by, grants: scheduled(state.facts, at) } };
    case 'requestDenied':
      return { ...next, phase: { kind: 'denied', at, by: entry.by, comment: entry.comment } };
    case 'requestWithdrawn':
      return { ...next, phase: { kind: 'withdrawn', at } };
    case 'requestOverruled':
      return { ...next, phase: { kind: 'refused', at, refusal: entry.refusal } };
    case 'requestLapsed':
      return { ...next, phase: { kind: 'lapsed', at } };
    default:
      return {
        ...next,
        phase: withGrant(state.phase, entry.grantId, (grant) => evolveGrant(grant, entry, at)),
      };
  }
}

/** A fold over a whole stream. */
export function fold(
  records: readonly { readonly entry: RequestEntry; readonly at: Instant }[],
): RequestState | undefined {
  return records.reduce<RequestState | undefined>(
    (state, { entry, at }) => evolve(state, entry, at),
    undefined,
  );
}

type GrantEntry = Extract<RequestEntry, { grantId: string }>;

function evolveGrant(grant: GrantState, entry: GrantEntry, at: Instant): GrantState {
  switch (entry.type) {
    case 'grantActivating':
      return { kind: 'activating', since: at, runnerId: entry.runnerId };
    case 'grantActivated': {
      const { startsAt, expiresAt, runnerId } = entry;
      return { kind: 'active', startsAt, expiresAt, runnerId, overdue: false };
    }
    case 'grantFailed':
      return { kind: 'failed', at, message: entry.message };
    case 'grantEnding': {
      const { cause, by } = entry;
      const overdue = 'overdue' in grant && grant.overdue;
      return {
        kind: 'revoking',
        cause,
        by,
        since: at,
        ...windowOf(grant),
        attempts: 0,
        stuck: false,
        overdue,
        lastMessage: null,
      };
    }
    case 'revocationFailed':
      if (grant.kind !== 'revoking') throw new Error(`revocationFailed on a grant that is ${grant.kind}`);
      return { ...grant, attempts: entry.attempts, stuck: entry.stuck, lastMessage: entry.message };
    case 'grantOverdue':
      if (grant.kind !== 'active' && grant.kind !== 'revoking')
        throw new Error(`grantOverdue on a grant that is ${grant.kind}`);
      return { ...grant, overdue: true };
    case 'grantFoundThere': {
      if (grant.kind !== 'revoked') throw new Error(`grantFoundThere on a grant that is ${grant.kind}`);
      const { cause, by, startsAt, expiresAt, dueAt } = grant;
      const trouble = { attempts: 0, stuck: false, overdue: true, lastMessage: entry.message };
      return { kind: 'revoking', cause, by, since: dueAt, startsAt, expiresAt, ...trouble };
    }
    case 'grantConfirmedGone':
    case 'grantRevoked': {
      if (grant.kind !== 'revoking') throw new Error(`${entry.type} on a grant that is ${grant.kind}`);
      const { cause, by, startsAt, expiresAt } = grant;
      const dueAt = dueTime(grant);
      const wasVerified = entry.type === 'grantRevoked';
      const verifiedAt = wasVerified ? entry.verifiedAt : at;
      return {
        kind: 'revoked',
        cause,
        by,
        startsAt,
        expiresAt,
        dueAt,
        verifiedAt,
        lateMs: durationMs(Math.max(0, verifiedAt - dueAt)),
        confirmedBy: wasVerified ? null : entry.by,
        ...(wasVerified && entry.neverBegan && { neverBegan: true as const }),
      };
    }
    default:
      return assertNever(entry);
  }
}

/** When access should be gone: the deadline, or the moment it was ended before that. */
export function dueTime(grant: Extract<GrantState, { kind: 'revoking' }>): Instant {
  const { cause, expiresAt, since } = grant;
  return cause === 'expired' && expiresAt !== null ? expiresAt : since;
}

function begin(facts: RequestFacts, phase: Phase): RequestState {
  return { facts, version: 1, reviewers: [], former: [], reviews: [], phase };
}

/** Whoever could answer and may not any more is remembered. */
function withReviewers(
  { reviewers: before, former }: RequestState,
  reviewers: RequestState['reviewers'],
): Pick<RequestState, 'reviewers' | 'former'> {
  const now = new Set(reviewers.flat());
  const once = new Set([...former, ...before.flat()]);
  return { reviewers, former: [...once].filter((id) => !now.has(id)).sort() };
}

function scheduled(facts: RequestFacts, startsAt: Instant): Record<string, GrantState> {
  return Object.fromEntries(
    facts.entitlements.map(({ grantId }) => [grantId, { kind: 'scheduled', startsAt }]),
  );
}

function windowOf(grant: GrantState): { startsAt: Instant | null; expiresAt: Instant | null } {
  return grant.kind === 'active'
    ? { startsAt: grant.startsAt, expiresAt: grant.expiresAt }
    : { startsAt: null, expiresAt: null };
}

function withGrant(phase: Phase, grantId: string, change: (grant: GrantState) => GrantState): Phase {
  const grant = phase.kind === 'approved' ? ownValue(phase.grants, grantId) : undefined;
  if (phase.kind !== 'approved' || !grant)
    throw new Error(`there is no grant ${grantId} in a request that is ${phase.kind}`);
  return { ...phase, grants: { ...phase.grants, [grantId]: change(grant) } };
}
