import { plainText } from '../lib/plain-text.ts';
import type { Instant } from '../lib/time.ts';
import type { UnresolvedCall } from '../ports/provider.ts';
import type { Job } from '../formats/journal/journal-format.ts';

/** Everything about a call that is not in the job. */
interface CallFacts {
  readonly verb: 'check' | 'grant' | 'revoke';
  readonly attempt: number;
  readonly deadlineAt: Instant;
  readonly state: Readonly<Record<string, unknown>>;
}

/** The document that a provider's script gets on stdin, before secrets are filled in. */
export function scriptCall(
  job: Pick<Job, 'grantId' | 'subject' | 'entitlement' | 'provider'>,
  facts: CallFacts,
): UnresolvedCall {
  const { grantId, subject, entitlement, provider } = job;
  return {
    grantId,
    idempotencyKey: `${facts.verb}-${grantId}`,
    attempt: facts.attempt,
    deadlineAt: facts.deadlineAt,
    subject: {
      id: oneLine(subject.id),
      name: oneLine(subject.name),
      ...(subject.publicKey !== null && { publicKey: subject.publicKey.trim() }),
    },
    entitlement: {
      id: oneLine(entitlement.id),
      title: oneLine(entitlement.title) || oneLine(entitlement.id),
      input: objectOf(entitlement.input),
    },
    config: objectOf(provider.config),
    state: { ...facts.state },
  };
}

/** People write names and titles; scripts get them as one line of plain text. */
const oneLine = (text: string): string => plainText(text).replace(/\s+/g, ' ').trim().slice(0, 200);

/** A catalog may leave `config` or `input` out; what is neither that nor an object is refused by the manifest's schema. */
const objectOf = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;
