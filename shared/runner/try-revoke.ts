import type { Instant } from '../lib/time.ts';
import { evidenceText } from './evidence-text.ts';
import type { GrantEntry } from './grant-entry.ts';
import type { RunnerParts } from './runner-parts.ts';
import { scriptCall } from './script-call.ts';
import { told } from '../words/told.ts';
import { inEnglish } from '../words/words.ts';

export type RevokeAttempt =
  | { readonly kind: 'gone'; readonly verifiedAt: Instant; readonly evidence: string | null }
  | { readonly kind: 'failed'; readonly message: string };

/** Revokes once and believes it only when `verify` finds nothing. What was not there in the first place is gone. */
export async function tryRevoke(
  parts: RunnerParts,
  entry: GrantEntry,
  facts: { readonly attempt: number; readonly dueAt: Instant },
): Promise<RevokeAttempt> {
  const { failpoint, scriptSignal, time } = parts;
  const opened = await parts.providers.open(entry.job.provider, 'revoke');
  if (!opened.ok) return { kind: 'failed', message: opened.error.message };
  const provider = opened.value;
  const deadlineAt = entry.granted?.expiresAt ?? facts.dueAt;
  const call = scriptCall(entry.job, {
    verb: 'revoke',
    attempt: facts.attempt,
    deadlineAt,
    state: entry.state,
  });

  const answer = await provider.run('revoke', call, scriptSignal);
  failpoint('revoke.afterScript');
  if (answer.status === 'error' && answer.error.class !== 'not_found')
    return { kind: 'failed', message: answer.error.message };
  const state = answer.state ?? call.state;
  const seen = await provider.run('verify', { ...call, state }, scriptSignal);
  if (seen.status === 'error' && seen.error.class !== 'not_found')
    return { kind: 'failed', message: seen.error.message };
  if (seen.status === 'ok' && seen.exists !== false)
    return { kind: 'failed', message: inEnglish(told('saidRevokedStillThere')) };
  failpoint('revoke.afterVerify');
  const evidence = answer.status === 'ok' ? evidenceText(answer.evidence) : null;
  return { kind: 'gone', verifiedAt: time.now(), evidence };
}

/** Whether `verify` finds the access. What cannot be looked at counts as not found: it is revoked all the same. */
export async function isStillThere(
  { providers, scriptSignal }: RunnerParts,
  entry: GrantEntry,
): Promise<boolean> {
  const opened = await providers.open(entry.job.provider, 'revoke');
  if (!opened.ok) return false;
  const deadlineAt = entry.granted?.expiresAt ?? entry.since;
  const call = scriptCall(entry.job, { verb: 'revoke', attempt: 1, deadlineAt, state: entry.state });
  const seen = await opened.value.run('verify', call, scriptSignal);
  return seen.status === 'ok' && seen.exists === true;
}
