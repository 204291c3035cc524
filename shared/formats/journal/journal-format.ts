import { z } from 'zod';
import { durationMs, instant } from '../../lib/time.ts';
import { defineFormat } from '../format.ts';

/*
 * What a runner keeps of what it has in its hands. The schemas are the journal's own: what may come over the wire can
 * become less without a runner forgetting what it granted. They ask for what the runner cannot work without, and have no
 * bounds that something in a journal could be too long for.
 */

/** Milliseconds since 1970, as far as a date goes. */
const at = z
  .number()
  .min(0)
  .max(8.64e15)
  .transform((ms) => instant(Math.floor(ms)));
const text = z.string();
const count = z.number().int().nonnegative();
const object = z.record(z.string(), z.unknown());

/** What a runner must know of a grant to end it without the service. */
const jobSchema = z.object({
  requestId: text,
  grantId: text,
  pool: text,
  attempt: count,
  provider: z.object({ id: text, use: text, digest: text.nullable(), config: z.json() }),
  entitlement: z.object({ id: text, title: text, input: z.json() }),
  subject: z.object({ id: text, name: text, publicKey: text.nullable() }),
  durationMs: z.number().nonnegative().transform(durationMs),
  recipients: z.array(z.object({ deviceId: text, sealingKey: text })),
  /** The lease that it came with. */
  fence: count,
});
export type Job = z.output<typeof jobSchema>;

/** A credential, sealed to one device of the requester. */
const sealedSchema = z.object({ deviceId: text, box: text });
export type SealedBox = z.output<typeof sealedSchema>;

/**
 * Why a runner revokes. `expired`: the deadline. `ordered`: somebody ended it. `cleanUp`: activation did not work, and
 * nothing may be left behind. `refused`: the service would not hear of the activation.
 */
const revokeCauseSchema = z.enum(['expired', 'ordered', 'cleanUp', 'refused']);
export type RevokeCause = z.output<typeof revokeCauseSchema>;

const base = z.object({ at, grantId: text });

const recordSchema = z.discriminatedUnion('type', [
  base.extend({ type: z.literal('grantIntent'), job: jobSchema }),
  base.extend({
    type: z.literal('granted'),
    startsAt: at,
    expiresAt: at,
    state: object,
    evidence: text.nullable(),
    sealed: z.array(sealedSchema),
  }),
  base.extend({ type: z.literal('grantReported') }),
  base.extend({
    type: z.literal('revokeIntent'),
    cause: revokeCauseSchema,
    /** When access should be gone. */
    dueAt: at,
    message: text.nullable(),
    /** Set where this runner did not grant it: what is to be revoked, and the state that the grant left. */
    job: jobSchema.nullable(),
    state: object.nullable(),
    /** Somebody else reported it gone: the target is looked at before anything is taken away. */
    reportedGone: z.boolean(),
  }),
  /** It was reported gone, and is there. */
  base.extend({ type: z.literal('foundThere'), message: text }),
  base.extend({
    type: z.literal('attemptFailed'),
    /** How many have failed by now. */
    attempts: count,
    message: text,
  }),
  base.extend({ type: z.literal('revoked'), verifiedAt: at, evidence: text.nullable() }),
  base.extend({ type: z.literal('done') }),
  /** The wall clock was here: written now and then, so that a clock that went back is noticed after a restart. */
  z.object({ type: z.literal('clock'), at }),
]);

/**
 * One record of a runner's journal. `grantIntent` and `revokeIntent` are durable before a script starts; the others say
 * what came of it. No secret is ever in here: configs name them, credentials are sealed.
 */
export type JournalRecord = z.output<typeof recordSchema>;
export type GrantRecord = Exclude<JournalRecord, { type: 'clock' }>;

export const journalFormat = defineFormat<JournalRecord>('journal', [], recordSchema);
