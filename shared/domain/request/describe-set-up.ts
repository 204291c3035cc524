import { formatDuration } from '../../lib/duration-text.ts';
import { grantsOf } from './grants-of.ts';
import type { RequestState } from './request.ts';
import { MINUTE_MS } from '../../lib/time.ts';

/** Setting up takes seconds. When it takes longer: since when, and for whom it waits. Null: it does not. */
export function describeSetUp(state: RequestState, now: number): string | null {
  for (const { entitlement, grant } of grantsOf(state)) {
    if (grant.kind !== 'scheduled' && grant.kind !== 'activating') continue;
    const waitedMs = now - (grant.kind === 'scheduled' ? grant.startsAt : grant.since);
    if (waitedMs < MINUTE_MS) continue;
    const since = formatDuration(Math.floor(waitedMs / MINUTE_MS) * MINUTE_MS);
    return grant.kind === 'scheduled'
      ? `waits for a runner of the pool ${entitlement.pool} for ${since}`
      : `being set up for ${since}, by a runner that has not reported yet`;
  }
  return null;
}
