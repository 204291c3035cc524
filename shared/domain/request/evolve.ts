import { evolveGrant } from '../grant/evolve-grant.ts';
import type { RequestEntry } from './request-entry.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { GrantState } from '../grant/grant.ts';
import { MOST_COMMENTS, type Comment, type Phase, type RequestFacts, type RequestState } from './request.ts';
import type { Instant } from '../../lib/time.ts';

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
    case 'reviewReminded':
      return { ...next, reminded: { step: entry.step, count: entry.count, at } };
    case 'requestApproved':
      return { ...next, phase: { kind: 'approved', at, by: entry.by, grants: scheduled(state.facts, at) } };
    case 'requestDenied':
      return { ...next, phase: { kind: 'denied', at, by: entry.by, comment: entry.comment } };
    case 'requestWithdrawn':
      return { ...next, phase: { kind: 'withdrawn', at } };
    case 'requestOverruled':
      return { ...next, phase: { kind: 'refused', at, refusal: entry.refusal } };
    case 'requestCommented':
      return { ...next, comments: withComment(state, entry, at) };
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

/** The oldest goes first where a log has more than `decide` allows. */
function withComment(
  { comments = [] }: RequestState,
  { commentId: id, by, comment: text }: Extract<RequestEntry, { type: 'requestCommented' }>,
  at: Instant,
): readonly Comment[] {
  return [...comments, { id, by, at, text }].slice(-MOST_COMMENTS);
}

function scheduled(facts: RequestFacts, startsAt: Instant): Record<string, GrantState> {
  return Object.fromEntries(
    facts.entitlements.map(({ grantId }) => [grantId, { kind: 'scheduled', startsAt }]),
  );
}

function withGrant(phase: Phase, grantId: string, change: (grant: GrantState) => GrantState): Phase {
  const grant = phase.kind === 'approved' ? ownValue(phase.grants, grantId) : undefined;
  if (phase.kind !== 'approved' || !grant)
    throw new Error(`there is no grant ${grantId} in a request that is ${phase.kind}`);
  return { ...phase, grants: { ...phase.grants, [grantId]: change(grant) } };
}
