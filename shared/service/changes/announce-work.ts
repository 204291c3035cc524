import type { SteadyTime } from '../../lib/steady-time.ts';
import type { Change } from '../feed/change-feed.ts';
import type { WorkSignals } from './work-signals.ts';

/** Tells runners that there is work in their pool now. */
export function announceWork(work: WorkSignals, time: SteadyTime, grants: Change['grants']): void {
  const now = time.now();
  for (const { pool, kind, leaseUntil, attempts } of grants) {
    const isWork = kind === 'scheduled' || kind === 'revoking';
    // What nobody has begun may be kept for one of those who listen.
    if (isWork && (attempts === 0 || leaseUntil === null || leaseUntil <= now)) work.announce(pool);
  }
}
