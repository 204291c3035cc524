import type { GrantState } from './grant.ts';
import { addMs, durationMs, HOUR_MS, MINUTE_MS, type Instant } from '../../lib/time.ts';

/** Approved access that no runner takes up within this is not set up any more: its reason may be gone by then. */
export const TAKEN_UP_WITHIN_MS = HOUR_MS;

/**
 * Longer than a script that grants and one that verifies may take. What was begun and not heard of by then is taken away,
 * wherever it may be.
 */
export const SET_UP_WITHIN_MS = durationMs(30 * MINUTE_MS);

/** When setting up is given up if nothing is heard of it. Null: it is not being set up. */
export function giveUpAt(grant: GrantState): Instant | null {
  if (grant.kind === 'scheduled') return addMs(grant.startsAt, TAKEN_UP_WITHIN_MS);
  return grant.kind === 'activating' ? addMs(grant.since, SET_UP_WITHIN_MS) : null;
}
