import { addMs, durationMs, instant, type Instant } from '../lib/time.ts';
import type { Credential, ProviderError } from '../provider-protocol/provider-protocol.ts';
import type { OpenProvider } from '../ports/provider.ts';
import { evidenceText } from './evidence-text.ts';
import type { GrantEntry } from './grant-entry.ts';
import type { RunnerParts } from './runner-parts.ts';
import { scriptCall } from './script-call.ts';
import { told, type Told } from '../words/told.ts';
import { inEnglish } from '../words/words.ts';

export type GrantAttempt =
  | {
      readonly kind: 'granted';
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly state: Record<string, unknown>;
      readonly evidence: string | null;
      readonly credential: Credential | null;
      readonly instructions: string | null;
    }
  | {
      readonly kind: 'failed';
      readonly canTryAgain: boolean;
      readonly message: string;
      /** Nothing can be there because of this attempt. */
      readonly untouched: boolean;
    };

/**
 * Grants once and looks whether access is really there. The clock starts when it is. The target is told a deadline that
 * is later by what its manifest says (`lateExpiry`), so that its own expiry does not come before ours; where granting takes
 * longer than that, access ends with the target's.
 */
export async function tryGrant(
  parts: RunnerParts,
  entry: GrantEntry,
  attempt: number,
): Promise<GrantAttempt> {
  const { job } = entry;
  const { clock, failpoint, scriptSignal } = parts;
  const opened = await parts.providers.open(job.provider, 'grant');
  if (!opened.ok) return failed(opened.error);
  const provider = opened.value;
  // The service asks for no more than the manifest that it knows allows; the one that counts is here.
  if (provider.maxTtlMs !== undefined && job.durationMs > provider.maxTtlMs)
    return { kind: 'failed', canTryAgain: false, untouched: true, message: tooLong(provider.maxTtlMs) };
  const missing = await missingForEnd(parts, provider, job);
  if (missing) return { ...failed(missing), untouched: true };
  const deadlineAt = addMs(clock.now(), durationMs(job.durationMs + provider.lateExpiryMs));
  const call = scriptCall(job, { verb: 'grant', attempt, deadlineAt, state: {} });

  const answer = await provider.run('grant', call, scriptSignal);
  failpoint('grant.afterScript');
  if (answer.status === 'error') return failed(answer.error);
  const seen = await provider.run('verify', { ...call, state: answer.state ?? {} }, scriptSignal);
  if (seen.status === 'error') return { ...failed(seen.error), untouched: false };
  if (seen.exists !== true) return again(told('saidGrantedNotThere'));
  failpoint('grant.afterVerify');

  const startsAt = clock.now();
  const agreedEnd = addMs(startsAt, job.durationMs);
  const expiresAt = instant(Math.min(agreedEnd, answer.expiresAt ?? seen.expiresAt ?? agreedEnd));
  if (expiresAt <= startsAt) return again(told('endedBeforeBegun'));
  return {
    kind: 'granted',
    startsAt,
    expiresAt,
    state: seen.state ?? answer.state ?? {},
    evidence: evidenceText(answer.evidence),
    credential: answer.credential ?? null,
    instructions: answer.instructions ?? null,
  };
}

/** Nothing is begun of which the provider says that it could not be ended. */
function missingForEnd(
  { checks, clock, scriptSignal: signal }: RunnerParts,
  provider: OpenProvider,
  job: GrantEntry['job'],
): Promise<ProviderError | null> {
  const deadlineAt = addMs(clock.now(), job.durationMs);
  const call = scriptCall(job, { verb: 'check', attempt: 1, deadlineAt, state: {} });
  return checks.problem(provider, { about: job, call, signal });
}

const tooLong = (mostMs: number): string => inEnglish(told('providerGivesLess', { mostMs }));

const failed = (error: ProviderError) => ({
  kind: 'failed' as const,
  canTryAgain: error.class === 'transient',
  message: error.message,
  untouched: error.untouched === true,
});

const again = (why: Told): GrantAttempt => ({
  kind: 'failed',
  canTryAgain: true,
  untouched: false,
  message: inEnglish(why),
});
