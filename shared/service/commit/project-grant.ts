import { fenceOf, grantorOf } from '../../domain/grant/grant.ts';
import type { GrantState } from '../../domain/grant/grant.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { addMs, durationMs, SECOND_MS } from '../../lib/time.ts';
import type { GrantRow } from '../store/rows.ts';

/** So long a revocation that people ordered is kept for the runner that granted: others may not reach what it made. */
const KEPT_FOR_GRANTOR_MS = durationMs(15 * SECOND_MS);

type GrantOfLog = Pick<
  GrantRow,
  'grantId' | 'requestId' | 'pool' | 'requester' | 'kind' | 'overdue' | 'expiresAt' | 'fence' | 'grantedBy'
>;

/** The row of a grant after its request changed. A new kind of state ends the lease on the work of the one before. */
export function projectGrant(
  state: RequestState,
  grantId: string,
  { grant, row }: { grant: GrantState; row: GrantRow | undefined },
): GrantRow {
  const isSame = row?.kind === grant.kind;
  const isDone = grant.kind === 'revoked' || grant.kind === 'failed';
  return {
    ...grantOfLog(state, grantId, grant),
    ...(isSame ? { leaseRunner: row.leaseRunner, leaseUntil: row.leaseUntil } : firstLease(grant, row)),
    owedTo: row?.kind !== grant.kind && grant.kind === 'revoking' ? grantorOf(grant) : (row?.owedTo ?? null),
    attempts: isSame ? row.attempts : 0,
    providerState: isDone ? null : (row?.providerState ?? null),
  };
}

/** What the request's entries alone say of it. The rest is known to the service only: until when who leases it, and what a runner returned. */
export function grantOfLog(state: RequestState, grantId: string, grant: GrantState): GrantOfLog {
  return {
    grantId,
    requestId: state.facts.requestId,
    pool: poolOf(state, grantId),
    requester: state.facts.requester,
    kind: grant.kind,
    overdue: 'overdue' in grant && grant.overdue,
    expiresAt: 'expiresAt' in grant ? grant.expiresAt : null,
    fence: fenceOf(grant),
    grantedBy: grantorOf(grant),
  };
}

/** Who is expected to do the work of a new state, and until when others leave it alone. */
function firstLease(
  grant: GrantState,
  row: GrantRow | undefined,
): Pick<GrantRow, 'leaseRunner' | 'leaseUntil'> {
  if (grant.kind === 'active') return { leaseRunner: grant.runnerId, leaseUntil: null };
  // At a deadline the runner that granted has had its time already.
  if (grant.kind !== 'revoking' || grant.cause === 'expired' || !row?.leaseRunner)
    return { leaseRunner: null, leaseUntil: null };
  return { leaseRunner: row.leaseRunner, leaseUntil: addMs(grant.since, KEPT_FOR_GRANTOR_MS) };
}

function poolOf(state: RequestState, grantId: string): string {
  const entitlement = state.facts.entitlements.find((each) => each.grantId === grantId);
  if (!entitlement) throw new Error(`request ${state.facts.requestId} has no grant ${grantId}`);
  return entitlement.pool;
}
