import { addMs, durationMs, MINUTE_MS, type Instant } from '../lib/time.ts';
import type { GrantEntry } from './grant-entry.ts';
import { reportToSend } from './journal-wire.ts';
import type { RunnerParts } from './runner-parts.ts';

/** No lease on setting up access is shorter: until then nobody else can have been given it. */
const SURELY_OURS_MS = durationMs(2 * MINUTE_MS);

/** When access that was being set up would have ended in any case. */
export const wouldHaveEnded = ({ job, since }: Pick<GrantEntry, 'job' | 'since'>): Instant =>
  addMs(since, durationMs(SURELY_OURS_MS + job.durationMs));

/**
 * Whether a grant that did not come about is this runner's to clean up now. After an interruption the service may have given
 * it to another runner, whose access has the same name at the target: cleaning up would take that away. While the service
 * says so, or cannot be asked, or its answer is not known, nothing is done, at most until the access would have ended anyway
 * (`wouldHaveEnded`).
 */
export async function claimCleanUp(
  { api, link, time }: Pick<RunnerParts, 'api' | 'link' | 'time'>,
  entry: GrantEntry,
  message: string,
): Promise<'ours' | 'takenOver' | 'askAgain'> {
  const { grantId, job, since } = entry;
  const now = time.now();
  const { requestId, fence } = job;
  if (now < addMs(since, SURELY_OURS_MS)) return 'ours';
  // Told as what it is: access may be there, it is not verified gone yet.
  const idempotencyKey = `claim-${grantId}`;
  const base = { requestId, grantId, fence, idempotencyKey };
  const report = reportToSend({ kind: 'revocationFailed', ...base, message, wasThere: false });
  if (!report) return 'ours';
  const asked = await link.call(() => api.report(report));
  if (asked.ok) return 'ours';
  const code = asked.error.kind === 'refused' ? asked.error.refusal.code : null;
  if (code === 'takenOver') return 'takenOver';
  // A no that only a newer Latchkey knows may mean that it is another runner's, so it says nothing yet.
  if (code !== null && code !== 'unknown') return 'ours';
  return now < wouldHaveEnded(entry) ? 'askAgain' : 'ours';
}
