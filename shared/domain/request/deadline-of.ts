import { grantsOf } from './grants-of.ts';
import type { RequestState } from './request.ts';
import type { Instant } from '../../lib/time.ts';

/** The next moment at which the request changes by itself: it lapses, or the first of its active grants ends. Null: none. */
export function deadlineOf(state: RequestState): Instant | null {
  if (state.phase.kind === 'submitted') return state.facts.lapsesAt;
  const ends = grantsOf(state).flatMap(({ grant }) => (grant.kind === 'active' ? [grant.expiresAt] : []));
  return ends.length === 0 ? null : (Math.min(...ends) as Instant);
}
