import { z } from 'zod';
import { workSchema } from '../contract/api-schemas.ts';
import { smallJsonObject } from '../contract/provider-protocol.ts';
import {
  evidenceSchema,
  grantIdSchema,
  idSchema,
  instantSchema,
  messageSchema,
  poolSchema,
} from '../contract/scalars.ts';

/** What a runner must know of a grant to end it without the service: leased work, less what belongs to the lease. */
export const jobSchema = workSchema
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
export type Job = z.output<typeof jobSchema>;

/** A credential, sealed to one device of the requester. */
const sealedSchema = z.object({ deviceId: idSchema, box: z.string().max(100_000) });
export type SealedBox = z.output<typeof sealedSchema>;

/**
 * Why a runner revokes. `expired`: the deadline. `ordered`: somebody ended it. `cleanUp`: activation did not work, and
 * nothing may be left behind. `refused`: the service would not hear of the activation.
 */
export const revokeCauseSchema = z.enum(['expired', 'ordered', 'cleanUp', 'refused']);
export type RevokeCause = z.output<typeof revokeCauseSchema>;

const base = z.object({ at: instantSchema, grantId: grantIdSchema });

/**
 * One line of the runner's journal. `grantIntent` and `revokeIntent` are durable before a script starts; the others say
 * what came of it. No secret is ever in here: configs name them, credentials are sealed.
 */
export const journalRecordSchema = z.discriminatedUnion('type', [
  base.extend({ type: z.literal('grantIntent'), job: jobSchema }),
  base.extend({
    type: z.literal('granted'),
    startsAt: instantSchema,
    expiresAt: instantSchema,
    state: smallJsonObject,
    evidence: evidenceSchema.nullable(),
    sealed: z.array(sealedSchema).max(20),
  }),
  base.extend({ type: z.literal('grantReported') }),
  base.extend({
    type: z.literal('revokeIntent'),
    cause: revokeCauseSchema,
    /** When access should be gone. */
    dueAt: instantSchema,
    message: messageSchema.nullable(),
    /** Set where this runner did not grant it: what is to be revoked, and the state that the grant left. */
    job: jobSchema.nullable(),
    state: smallJsonObject.nullable(),
    /** Somebody else reported it gone: the target is looked at before anything is taken away. */
    reportedGone: z.boolean(),
  }),
  /** It was reported gone, and is there. */
  base.extend({ type: z.literal('foundThere'), message: messageSchema }),
  base.extend({
    type: z.literal('attemptFailed'),
    /** How many have failed by now. */
    attempts: z.number().int().positive(),
    message: messageSchema,
  }),
  base.extend({
    type: z.literal('revoked'),
    verifiedAt: instantSchema,
    evidence: evidenceSchema.nullable(),
  }),
  base.extend({ type: z.literal('done') }),
  /** The wall clock was here: written now and then, so that a clock that went back is noticed after a restart. */
  z.object({ type: z.literal('clock'), at: instantSchema }),
]);
export type JournalRecord = z.output<typeof journalRecordSchema>;
export type GrantRecord = Exclude<JournalRecord, { type: 'clock' }>;
