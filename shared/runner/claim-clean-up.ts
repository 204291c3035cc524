import { addMs, durationMs, MINUTE_MS, type Instant } from '../domain/time.ts';
import type { GrantEntry } from './grant-entry.ts';
import type { RunnerParts } from './runner-parts.ts';

/** No lease on setting up access is shorter: until then nobody else can have been given it. */
const SURELY_OURS_MS = durationMs(2 * MINUTE_MS);

/** When access that was being set up would have ended in any case. */
export const wouldHaveEnded = ({ job, since }: Pick<GrantEntry, 'job' | 'since'>): Instant =>
  addMs(since, durationMs(SURELY_OURS_MS + job.durationMs));

/**
 * Whether a grant that did not come about is this runner's to clean up now. After an interruption the service may have given
 * it to another runner, whose access has the same name at the target: cleaning up would take that away. While the service
 * says so, or cannot be asked, nothing is done, at most until the access would have ended anyway (`wouldHaveEnded`).
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
  const asked = await link.call(() =>
    api.report({
      kind: 'revocationFailed',
      requestId,
      grantId,
      fence,
      idempotencyKey,
      message,
      wasThere: false,
    }),
  );
  if (asked.ok) return 'ours';
  if (asked.error.kind === 'refused') return asked.error.refusal.code === 'takenOver' ? 'takenOver' : 'ours';
  return now < wouldHaveEnded(entry) ? 'askAgain' : 'ours';
}
