import type { EndOrder } from '../formats/wire/read-lease.ts';
import { instant } from '../lib/time.ts';
import type { RunnerParts } from './runner-parts.ts';

/**
 * Takes an order to end something whose details are of a newer Latchkey: what this runner has in its journal it knows how to
 * end. `notHere`: it is not in there, so nothing can be done. `known`: it ends already, and the lease is the one that counts.
 */
export async function takeEndOrder(
  { book, time }: Pick<RunnerParts, 'book' | 'time'>,
  order: EndOrder,
): Promise<'taken' | 'known' | 'notHere'> {
  const { grantId, reportedGone } = order;
  const entry = book.get(grantId);
  if (!entry) return 'notHere';
  const isEnding = entry.phase.kind === 'revoking' || entry.phase.kind === 'gone';
  const fence = order.fence ?? entry.job.fence;
  if (isEnding && fence === entry.job.fence) return 'known';
  const at = time.now();
  await book.record({
    type: 'revokeIntent',
    at,
    grantId,
    cause: 'ordered',
    dueAt: instant(Math.min(at, order.expiresAt ?? at)),
    message: null,
    // Reports have to name the lease that counts; how the target is reached stays as it was.
    job: isEnding ? { ...entry.job, fence } : null,
    state: null,
    reportedGone,
  });
  return 'taken';
}
