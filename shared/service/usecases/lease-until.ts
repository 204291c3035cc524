import { addMs, durationMs, MINUTE_MS, type Instant } from '../../lib/time.ts';

/** How long a runner has the work to itself without a sign of life. */
const LEASE_MS = durationMs(2 * MINUTE_MS);

export const leaseUntil = (now: Instant): Instant => addMs(now, LEASE_MS);
