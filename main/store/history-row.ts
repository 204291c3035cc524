import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import { dueTime } from '../../shared/domain/grant/grant.ts';
import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { requestStatus } from '../../shared/domain/request/request-status.ts';
import { troubleOf } from '../../shared/domain/request/shown-status.ts';
import { isErased } from '../../shared/lib/said.ts';
import type { Instant } from '../../shared/lib/time.ts';

/** One line of the history, from a request's fold. Ids of people stay ids: who shows the line knows the names. */
export function historyRow(state: RequestState): HistoryRow {
  const { facts, reviews } = state;
  const grants = grantsOf(state).map(({ grant }) => grant);
  const ended = grants.flatMap((grant) => (grant.kind === 'revoked' ? [grant] : []));
  const lates = ended.map(({ lateMs }) => lateMs);
  return {
    requestId: facts.requestId,
    requester: facts.requester,
    requesterName: facts.requesterName,
    titles: facts.entitlements.map(({ title }) => title),
    entitlementIds: facts.entitlements.map(({ entitlementId }) => entitlementId),
    status: requestStatus(state),
    trouble: troubleOf(state),
    reason: isErased(facts.reason) ? null : facts.reason.text,
    ticket: facts.ticket,
    submittedAt: facts.submittedAt,
    approvers: [
      ...new Set(reviews.filter(({ decision }) => decision === 'approve').map(({ reviewer }) => reviewer)),
    ],
    deniedBy: state.phase.kind === 'denied' ? state.phase.by : null,
    startsAt: most(Math.min, grants.map(startOf)),
    dueAt: most(Math.min, grants.map(dueTimeOf)),
    // What could not be set up left nothing behind.
    endedAt: grants.every(({ kind }) => kind === 'revoked' || kind === 'failed')
      ? most(
          Math.max,
          ended.map(({ verifiedAt }) => verifiedAt),
        )
      : null,
    confirmedBy: ended.find(({ confirmedBy }) => confirmedBy !== null)?.confirmedBy ?? null,
    cause: ended.at(-1)?.cause ?? null,
    lateMs: lates.length === 0 ? null : Math.max(...lates),
  };
}

function startOf(grant: GrantState): Instant | null {
  switch (grant.kind) {
    case 'active':
    case 'revoking':
    case 'revoked':
      return grant.startsAt;
    case 'scheduled':
    case 'activating':
    case 'failed':
      return null;
  }
}

/** When a grant should be gone that is not gone yet. */
function dueTimeOf(grant: GrantState): Instant | null {
  if (grant.kind === 'active') return grant.expiresAt;
  return grant.kind === 'revoking' ? dueTime(grant) : null;
}

function most(choose: (...values: number[]) => number, values: readonly (Instant | null)[]): Instant | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : (choose(...known) as Instant);
}
