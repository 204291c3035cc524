import { addMs, DAY_MS, durationMs, MINUTE_MS, type Instant } from '../../lib/time.ts';

export const inviteExpiry = (madeAt: Instant): Instant => addMs(madeAt, DAY_MS);

/** So much may be between the clock of who makes one and that of the service. */
const SLACK_MS = durationMs(5 * MINUTE_MS);

/** Whether an invite is good at `now`. One that would be for longer than any is was made by a clock that was ahead. */
export const isInTime = (expiresAt: Instant, now: Instant): boolean =>
  now < expiresAt && expiresAt <= addMs(inviteExpiry(now), SLACK_MS);
