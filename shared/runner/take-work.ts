import { STUCK_AFTER_ATTEMPTS } from '../domain/grant/decide-grant.ts';
import { instant } from '../lib/time.ts';
import type { Work } from '../contract/api-types.ts';
import type { Job, JournalRecord } from '../formats/journal/journal-format.ts';
import type { GrantEntry } from './grant-entry.ts';
import { jobOfWork, stateOfWork } from './journal-wire.ts';
import type { RunnerParts } from './runner-parts.ts';

/** Of one work, in characters: some times what the files of an organisation can say of it. */
const LONGEST_WORK = 4_000_000;

/**
 * Puts leased work into the journal, from where the lanes take it. False when it changed nothing: it is there already,
 * or must not be begun now.
 */
export async function takeWork(parts: RunnerParts, pool: string, work: Work): Promise<boolean> {
  const { book, failpoint, logger, time } = parts;
  const { grantId } = work;
  // What this runner granted is always ended: the order alone takes no room.
  const isOrder = work.kind === 'revoke' && isHeld(book.get(grantId));
  if (!isOrder && !(book.hasRoom() && JSON.stringify(work).length <= LONGEST_WORK)) {
    logger.warn({ grantId }, 'There is no room for this work here.');
    return false;
  }
  const at = time.now();
  const known = book.get(grantId);
  const job = jobOfWork({ ...work, provider: reachedWith(known, work.provider) }, pool);
  if (work.kind === 'revoke') {
    // Leased again while it is being ended here: what was granted stays, how its target is reached may have changed, and
    // reports have to name the lease that counts.
    const isRevoking = known?.phase.kind === 'revoking' || known?.phase.kind === 'gone';
    if (isRevoking && !known.isSalvaged && isSameLease(known.job, job)) return false;
    await book.record(orderToRevoke(work, { at, job: known && !isRevoking ? null : job }));
    return true;
  }
  if (known) return false;
  if (time.isBehind()) {
    logger.warn({ grantId }, 'The clock went back, so nothing new is granted until it is right again.');
    return false;
  }
  failpoint('grant.beforeJournal');
  await book.record({ type: 'grantIntent', at, grantId, job });
  failpoint('grant.afterJournal');
  return true;
}

/** Granted here, or being granted, and not being ended yet. */
const isHeld = (entry: GrantEntry | undefined): boolean =>
  entry?.phase.kind === 'granting' || entry?.phase.kind === 'active';

/**
 * How the target of what is being ended is reached from here on: with newer files at once, but at another address only once it
 * is stuck. Otherwise a service could say where to look, and what is not there counts as gone.
 */
function reachedWith(known: GrantEntry | undefined, said: Work['provider']): Work['provider'] {
  if (!known || known.isSalvaged) return said;
  const { phase, job } = known;
  if (phase.kind === 'revoking' && phase.attempts >= STUCK_AFTER_ATTEMPTS) return said;
  return { ...job.provider, digest: said.digest ?? job.provider.digest };
}

const isSameLease = (a: Job, b: Job): boolean =>
  a.fence === b.fence && JSON.stringify(a.provider) === JSON.stringify(b.provider);

function orderToRevoke(
  work: Work,
  { at, job }: Pick<Extract<JournalRecord, { type: 'revokeIntent' }>, 'at' | 'job'>,
): JournalRecord {
  return {
    type: 'revokeIntent',
    at,
    grantId: work.grantId,
    cause: 'ordered',
    // Late is counted from when this runner was told; the service counts from when the end was ordered.
    dueAt: instant(Math.min(at, work.expiresAt ?? at)),
    message: null,
    job,
    state: job && stateOfWork(work),
    reportedGone: work.reportedGone,
  };
}
