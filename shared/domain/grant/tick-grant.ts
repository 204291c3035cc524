import { told, type Spoken } from '../../words/told.ts';
import { addMs, durationMs, SECOND_MS, type Instant } from '../../lib/time.ts';
import { becomesOverdue, isOverdueAt, OVERDUE_AFTER_MS } from './becomes-overdue.ts';
import { giveUpAt } from './give-up-at.ts';
import type { GrantEntry } from './grant-entry.ts';
import { dueTime, type GrantState } from './grant.ts';

/** So long after the deadline the runner that granted has to confirm; then others of its pool may revoke. */
export const CONFIRM_WITHIN_MS = durationMs(15 * SECOND_MS);

/** When time alone changes this grant next; null when it does not. */
export function grantNextAt(grant: GrantState): Instant | null {
  if (grant.kind === 'active') return addMs(grant.expiresAt, CONFIRM_WITHIN_MS);
  if (grant.kind === 'revoking') return grant.overdue ? null : addMs(dueTime(grant), OVERDUE_AFTER_MS);
  return giveUpAt(grant);
}

/**
 * What is over at `now`: access whose end nobody confirmed, attempts to set it up of which nothing was heard, and ends that
 * are late. Empty before `grantNextAt`.
 */
export function tickGrant(grantId: string, grant: GrantState, now: Instant): readonly GrantEntry[] {
  const nextAt = grantNextAt(grant);
  if (nextAt === null || now < nextAt) return [];
  const overdue = { type: 'grantOverdue', grantId } as const;
  switch (grant.kind) {
    case 'scheduled':
      return [{ type: 'grantFailed', grantId, message: NOT_TAKEN_UP }];
    case 'activating':
      return [ending(grantId, 'activationFailed', NOT_HEARD_OF)];
    case 'active': {
      const isLate = !grant.overdue && isOverdueAt(grant.expiresAt, now);
      return [ending(grantId, 'expired', ''), ...(isLate ? [overdue] : [])];
    }
    default:
      return becomesOverdue(grant, now) ? [overdue] : [];
  }
}

const ending = (grantId: string, cause: 'expired' | 'activationFailed', reason: Spoken): GrantEntry => ({
  type: 'grantEnding',
  grantId,
  cause,
  by: null,
  reason,
});

const NOT_TAKEN_UP = told('notTakenUp');
const NOT_HEARD_OF = told('notHeardOf');
