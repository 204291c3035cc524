import { z } from 'zod';
import { durationMs } from '../../lib/time.ts';
import { plainText } from '../../lib/plain-text.ts';
import type { Job } from './journal-format.ts';

/** What can be read of a record whose version or kind is not known. */
export interface Salvaged {
  /** The grant that it names; null when it names none. */
  readonly grantId: string | null;
  /** Enough to revoke it; null when it is not all there. */
  readonly job: Job | null;
  /** What the provider left for the next call; null when it does not say. */
  readonly state: Readonly<Record<string, unknown>> | null;
  /** For a person who has to look: the provider and the entitlement, as far as they can be read, in one line. */
  readonly hint: string;
}

const text = z.string().catch('');
const count = z.number().int().nonnegative().catch(0);
const object = z.record(z.string(), z.unknown());
const filled = z.string().min(1);

/**
 * The parts that a revocation needs, and nothing made up for them: with another config a target without the access would
 * say that it is gone. All the rest may be missing.
 */
const jobSchema = z.object({
  provider: z.object({
    id: text,
    use: filled,
    digest: z.string().nullable().catch(null),
    config: z.union([object, z.null()]),
  }),
  entitlement: z.object({ id: filled, title: text, input: z.union([object, z.null()]) }),
  subject: z.object({ id: filled, name: text, publicKey: z.string().nullable().catch(null) }),
  requestId: text,
  pool: text,
  attempt: count,
  fence: count,
  durationMs: count.transform(durationMs),
});

const hintSchema = z.object({
  provider: z.object({ use: text }).catch({ use: '' }),
  entitlement: z.object({ id: text }).catch({ id: '' }),
});

/** `raw`: parsed from JSON. A job is looked for in the field `job`, else in the record itself. Never throws. */
export function salvage(raw: unknown): Salvaged {
  const record = object.safeParse(raw).data ?? {};
  const source = object.safeParse(record['job']).data ?? record;
  const grantId = filled.safeParse(record['grantId'] ?? source['grantId']).data ?? null;
  return {
    grantId,
    job: grantId === null ? null : jobIn(source, grantId),
    state: object.safeParse(record['state']).data ?? null,
    hint: hintIn(source),
  };
}

function jobIn(source: Record<string, unknown>, grantId: string): Job | null {
  const { data } = jobSchema.safeParse(source);
  if (!data) return null;
  const { provider, entitlement } = data;
  return {
    ...data,
    grantId,
    provider: { ...provider, config: provider.config as Job['provider']['config'] },
    entitlement: { ...entitlement, input: entitlement.input as Job['entitlement']['input'] },
    recipients: [],
  };
}

function hintIn(source: Record<string, unknown>): string {
  const { data } = hintSchema.safeParse(source);
  const parts = [data?.provider.use, data?.entitlement.id];
  return parts
    .map((each) =>
      plainText(each ?? '')
        .replace(/\s+/g, ' ')
        .slice(0, 200),
    )
    .filter((each) => each !== '')
    .join(', ');
}
