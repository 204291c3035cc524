import { reportSchema, sealedBoxSchema, workSchema, type GrantReport } from '../contract/api-schemas.ts';
import type { Work } from '../contract/api-types.ts';
import { LIMITS } from '../contract/limits.ts';
import { smallJsonObject } from '../provider-protocol/provider-protocol.ts';
import { poolSchema } from '../contract/scalars.ts';
import type { Job } from '../formats/journal/journal-format.ts';
import { shortText } from '../lib/short-text.ts';

/*
 * Between the wire and the journal, and nowhere else. What comes in is held to the wire's bounds now; what is in the
 * journal is held to them only when it is told, and is as good without.
 */

/** What is checked of leased work: the rest belongs to the lease, and is not kept. */
const leased = workSchema
  .pick({
    requestId: true,
    grantId: true,
    attempt: true,
    provider: true,
    entitlement: true,
    subject: true,
    durationMs: true,
    recipients: true,
    fence: true,
  })
  .extend({ pool: poolSchema });

/** What the journal keeps of leased work. Throws what is wrong with it, as a `ZodError`. */
export function jobOfWork(work: Work, pool: string): Job {
  const { provider, entitlement, subject, ...rest } = leased.parse({ ...work, pool });
  const { id, use, digest, config } = provider;
  return {
    requestId: rest.requestId,
    grantId: rest.grantId,
    pool: rest.pool,
    attempt: rest.attempt,
    provider: { id, use, digest, config },
    entitlement: { id: entitlement.id, title: entitlement.title, input: entitlement.input },
    subject: { id: subject.id, name: subject.name, publicKey: subject.publicKey },
    durationMs: rest.durationMs,
    recipients: rest.recipients.map(({ deviceId, sealingKey }) => ({ deviceId, sealingKey })),
    fence: rest.fence,
  };
}

/** The state that another runner's grant left; null when it says none that a script could get. */
export function stateOfWork({ state }: Work): Record<string, unknown> | null {
  return smallJsonObject.safeParse(state).data ?? null;
}

/**
 * A report as the service takes it: what is too long is shortened, a credential that is none is left out. Null when
 * its names are none that a service can have given: then there is nobody to tell.
 */
export function reportToSend(report: GrantReport): GrantReport | null {
  const short = { ...report };
  if ('message' in short) short.message = shortText(short.message, LIMITS.messageLength);
  if ('evidence' in short && short.evidence !== null)
    short.evidence = shortText(short.evidence, LIMITS.evidenceLength);
  if ('sealed' in short)
    short.sealed = short.sealed
      .filter(({ box }) => sealedBoxSchema.safeParse(box).success)
      .slice(0, LIMITS.devicesPerPerson);
  return reportSchema.safeParse(short).success ? short : null;
}
