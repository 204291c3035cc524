import type { Words } from '../../words/words.ts';
import { grantsOf } from './grants-of.ts';
import type { RequestState } from './request.ts';
import { MINUTE_MS } from '../../lib/time.ts';

/** Setting up takes seconds. When it takes longer: since when, and for whom it waits. Null: it does not. */
export function describeSetUp(state: RequestState, now: number, { requests: say }: Words): string | null {
  for (const { entitlement, grant } of grantsOf(state)) {
    if (grant.kind !== 'scheduled' && grant.kind !== 'activating') continue;
    const waitedMs = now - (grant.kind === 'scheduled' ? grant.startsAt : grant.since);
    if (waitedMs < MINUTE_MS) continue;
    const ms = Math.floor(waitedMs / MINUTE_MS) * MINUTE_MS;
    return grant.kind === 'scheduled'
      ? say.waitsForRunner({ pool: entitlement.pool, ms })
      : say.setUpSince({ ms });
  }
  return null;
}
