import { dueTime } from './grant.ts';
import type { GrantState } from './grant.ts';
import { addMs, MINUTE_MS, type Instant } from '../../lib/time.ts';

/** Revocation later than this is shown as overdue, to everyone concerned. */
export const OVERDUE_AFTER_MS = MINUTE_MS;

/** Whether what should be gone at `dueAt`, and is not verified gone, is overdue. */
export const isOverdueAt = (dueAt: Instant, now: Instant): boolean => now >= addMs(dueAt, OVERDUE_AFTER_MS);

/** Whether a grant that is not marked as overdue has to be. */
export function becomesOverdue(grant: GrantState, now: Instant): boolean {
  if (grant.kind !== 'active' && grant.kind !== 'revoking') return false;
  const dueAt = grant.kind === 'active' ? grant.expiresAt : dueTime(grant);
  return !grant.overdue && isOverdueAt(dueAt, now);
}
