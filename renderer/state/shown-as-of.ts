import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { Instant } from '../../shared/lib/time.ts';

/**
 * Until when what is shown can be believed, where it cannot be any more: the log raised an alarm, or a stranger answers at
 * the service's address. Null while there is no such doubt.
 */
export function shownAsOf({ log, connection }: Pick<Snapshot, 'log' | 'connection'>): Instant | null {
  const strangeSince = connection.kind === 'offline' && connection.isStranger ? connection.since : null;
  return log.alarm ? (log.verifiedAt ?? strangeSince) : strangeSince;
}
