import { z } from 'zod';
import { MOST_ERASED } from '../domain/organisation/decide-organisation.ts';
import type { LogRecord } from '../domain/entry.ts';
import {
  endCauseSchema,
  refusalSchema,
  requestFactsSchema,
  reviewersSchema,
  reviewSchema,
} from './request-schema.ts';
import { commentSaidSchema, reasonSaidSchema } from './said-schemas.ts';
import {
  commentIdSchema,
  evidenceSchema,
  grantIdSchema,
  idSchema,
  instantSchema,
  lengthMsSchema,
  nameSchema,
  poolSchema,
  publicKeySchema,
  messageSchema,
  reasonSchema,
  spokenSchema,
  toldSchema,
  seqSchema,
  sha256HexSchema,
} from './scalars.ts';
import { keptStatementSchema } from './statement-schemas.ts';

const entrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('requestSubmitted'), facts: requestFactsSchema, reviewers: reviewersSchema }),
  z.object({ type: z.literal('requestRefused'), facts: requestFactsSchema, refusal: refusalSchema }),
  z.object({
    type: z.literal('reviewersNamed'),
    reviewers: reviewersSchema,
    // Whatever it is, it is they who may answer from then on.
    cause: z.literal('organisation').or(z.literal('unknown')).catch('unknown'),
    organisationVersion: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('reviewGiven'), review: reviewSchema }),
  z.object({ type: z.literal('stepDone'), step: z.number().int().nonnegative() }),
  z.object({ type: z.literal('requestApproved'), by: z.enum(['policy', 'reviews']) }),
  z.object({ type: z.literal('requestDenied'), by: idSchema, comment: commentSaidSchema }),
  z.object({ type: z.literal('requestWithdrawn'), by: idSchema }),
  z.object({
    type: z.literal('requestCommented'),
    by: idSchema,
    comment: commentSaidSchema,
    commentId: commentIdSchema,
  }),
  z.object({ type: z.literal('requestLapsed') }),
  z.object({
    type: z.literal('reviewReminded'),
    step: z.number().int().nonnegative(),
    count: z.number().int().positive(),
  }),
  z.object({
    type: z.literal('requestOverruled'),
    organisationVersion: z.number().int().nonnegative(),
    refusal: refusalSchema,
  }),
  z.object({
    type: z.literal('grantActivating'),
    grantId: grantIdSchema,
    runnerId: idSchema,
    fence: z.number().int().positive().optional(),
  }),
  z.object({
    type: z.literal('revocationTaken'),
    grantId: grantIdSchema,
    runnerId: idSchema,
    fence: z.number().int().positive(),
  }),
  z.object({
    type: z.literal('grantActivated'),
    grantId: grantIdSchema,
    runnerId: idSchema,
    startsAt: instantSchema,
    expiresAt: instantSchema,
    evidence: evidenceSchema.nullable(),
  }),
  z.object({ type: z.literal('grantFailed'), grantId: grantIdSchema, message: spokenSchema }),
  z.object({
    type: z.literal('grantEnding'),
    grantId: grantIdSchema,
    cause: endCauseSchema,
    by: idSchema.nullable(),
    // Of a person, or a sentence of the service's own.
    reason: z.union([reasonSaidSchema, reasonSchema, toldSchema]),
    neverBegan: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal('revocationFailed'),
    grantId: grantIdSchema,
    attempts: z.number().int().positive(),
    message: spokenSchema,
    stuck: z.boolean(),
  }),
  z.object({ type: z.literal('grantOverdue'), grantId: grantIdSchema }),
  z.object({
    type: z.literal('grantConfirmedGone'),
    grantId: grantIdSchema,
    by: idSchema,
    reason: commentSaidSchema,
  }),
  z.object({
    type: z.literal('grantRevoked'),
    grantId: grantIdSchema,
    verifiedAt: instantSchema,
    lateMs: lengthMsSchema,
    evidence: evidenceSchema.nullable(),
    neverBegan: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal('grantFoundThere'),
    grantId: grantIdSchema,
    runnerId: idSchema,
    message: spokenSchema,
  }),
  z.object({
    type: z.literal('organisationCreated'),
    name: nameSchema,
    logKey: z.string().max(500),
    owner: idSchema.optional(),
    recoveryKey: publicKeySchema.optional(),
    runner: z.object({ device: idSchema, signingKey: publicKeySchema }).nullable().optional(),
  }),
  z.object({
    type: z.literal('organisationPublished'),
    organisationVersion: z.number().int().positive(),
    files: z.record(nameSchema, sha256HexSchema),
    document: sha256HexSchema.optional(),
    providerDigests: z.record(z.string().max(300), sha256HexSchema).optional(),
  }),
  z.object({
    type: z.literal('organisationChanged'),
    organisationVersion: z.number().int().positive(),
    changes: z.array(spokenSchema).max(100),
    more: z.number().int().nonnegative(),
  }),
  z.object({
    type: z.literal('memberChanged'),
    organisationVersion: z.number().int().positive(),
    person: idSchema,
    change: z.enum(['added', 'removed', 'changed']),
    isNew: z.boolean(),
    text: spokenSchema,
  }),
  z.object({ type: z.literal('memberConfirmed'), person: idSchema }),
  z.object({ type: z.literal('runnerSignedIn'), device: idSchema, signingKey: publicKeySchema }),
  z.object({
    type: z.literal('logKeyRotated'),
    logKey: z.string().max(500),
    follows: z.string().max(500),
  }),
  z.object({ type: z.literal('recoveryKeySet'), recoveryKey: publicKeySchema }),
  z.object({ type: z.literal('recoveryUsed'), person: idSchema, deviceId: idSchema }),
  z.object({
    type: z.literal('endsChecked'),
    pool: poolSchema,
    lines: z.array(messageSchema).max(100),
    more: z.number().int().nonnegative(),
    by: idSchema.optional(),
  }),
  z.object({ type: z.literal('textsErased'), seqs: z.array(seqSchema).max(MOST_ERASED) }),
  z.object({ type: z.literal('clockAccepted'), shown: instantSchema }),
  z.object({
    type: z.literal('inviteCreated'),
    inviteId: idSchema.optional(),
    person: idSchema,
    invitedBy: idSchema.optional(),
    replaces: z.literal(true).optional(),
    inviteKey: publicKeySchema.optional(),
    expiresAt: instantSchema,
  }),
  z.object({
    type: z.literal('inviteUsed'),
    inviteId: idSchema,
    person: idSchema,
    deviceId: idSchema,
  }),
  z.object({
    type: z.literal('inviteRevoked'),
    inviteId: idSchema,
    person: idSchema,
    because: z.enum(['left', 'joined', 'deviceRemoved']),
  }),
  z.object({
    type: z.literal('deviceRemoved'),
    deviceId: idSchema,
    person: idSchema,
    name: nameSchema.optional(),
    why: z
      .discriminatedUnion('cause', [
        z.object({ cause: z.literal('left') }),
        z.object({ cause: z.literal('removed'), by: idSchema, reason: commentSaidSchema }),
        z.object({ cause: z.literal('replaced'), by: idSchema }),
      ])
      .optional(),
  }),
  z.object({
    type: z.literal('deviceRenamed'),
    deviceId: idSchema,
    person: idSchema,
    name: nameSchema,
    by: idSchema,
  }),
  z.object({
    type: z.literal('deviceRegistered'),
    deviceId: idSchema,
    person: idSchema,
    name: nameSchema,
    invitedBy: idSchema,
    replaces: z.literal(true).optional(),
    recovered: z.literal(true).optional(),
    signingKey: publicKeySchema,
    sealingKey: publicKeySchema,
  }),
]);

/** Every kind of entry that this Latchkey knows. */
export const ENTRY_TYPES: readonly string[] = entrySchema.options.map(({ shape }) => shape.type.value);

/** An entry of the log: a leaf, parsed from its bytes, with the texts that are kept beside it (`openSaid`). */
export const logRecordSchema = z.object({
  v: z.union([z.literal(2), z.literal(3), z.literal(4)]),
  seq: seqSchema,
  stream: z.string().min(1).max(300),
  version: z.number().int().positive(),
  at: instantSchema,
  actor: idSchema,
  entry: entrySchema,
  signed: keptStatementSchema.optional(),
}) satisfies z.ZodType<LogRecord>;
