import type { Report } from '../contract/api-types.ts';
import type { GrantEntry } from './grant-entry.ts';
import { told } from '../words/told.ts';
import { inEnglish } from '../words/words.ts';

/** What the service still has to hear of a grant, in the order in which it happened; null when it knows everything. */
export function reportFor(entry: GrantEntry, tries: number): Report | null {
  const { grantId, granted, job, phase, state } = entry;
  // A refused report is answered the same under its key for ever: what is asked again needs another one.
  const key = (kind: string): string =>
    tries === 0 ? `${kind}-${grantId}` : `${kind}-${grantId}-${tries.toString(36)}`;
  const base = { requestId: job.requestId, grantId, fence: job.fence };
  if (granted && !granted.reported) {
    const { startsAt, expiresAt, evidence } = granted;
    // What has ended needs no credential any more.
    const sealed = phase.kind === 'active' ? [...granted.sealed] : [];
    const activated = { startsAt, expiresAt, evidence, sealed, state: state as never };
    return { kind: 'activated', ...base, idempotencyKey: key('up'), ...activated };
  }
  if (phase.kind !== 'gone') return null;
  // Whether it ever worked is not known: where the service knows that it did, this is refused, and told as an end.
  if (phase.cause === 'cleanUp' || (phase.cause === 'unclear' && !granted)) {
    const message = phase.message ?? inEnglish(told('grantingFailed'));
    return { kind: 'activationFailed', ...base, idempotencyKey: key('no'), message };
  }
  const { verifiedAt, evidence, wasThere } = phase;
  return { kind: 'revoked', ...base, idempotencyKey: key('gone'), verifiedAt, wasThere, evidence };
}
