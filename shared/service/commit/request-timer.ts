import { grantsOf } from '../../domain/request/grants-of.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { nextAt } from '../../domain/request/tick.ts';
import type { Instant } from '../../lib/time.ts';
import type { GrantRow } from '../store/rows.ts';

/** When the lease on a grant's work ends if nobody renews it; null when nobody has one. */
export const leaseEnds = ({ kind, leaseUntil }: Pick<GrantRow, 'kind' | 'leaseUntil'>): Instant | null =>
  kind === 'scheduled' || kind === 'activating' || kind === 'revoking' ? leaseUntil : null;

/** When the sleeper has to look at a request next: time changes it, or a lease on its work ends. Null: never. */
export function requestTimer(
  state: RequestState,
  rowOf: (grantId: string) => GrantRow | undefined,
): Instant | null {
  const leases = grantsOf(state).flatMap(({ entitlement: { grantId } }) => {
    const row = rowOf(grantId);
    return (row && leaseEnds(row)) ?? [];
  });
  const times = [nextAt(state) ?? [], leases].flat();
  return times.length === 0 ? null : (Math.min(...times) as Instant);
}
