import { z } from 'zod';
import type { MemberMatcher } from '../domain/organisation/organisation.ts';
import { REFUSAL_CODES, type Refusal } from '../domain/refusal.ts';
import type { GrantState } from '../domain/grant/grant.ts';
import type { Comment, Phase, RequestFacts, RequestState, Review } from '../domain/request/request.ts';
import { LIMITS } from './limits.ts';
import { asWritten } from '../words/told.ts';
import { commentSaidSchema, reasonSaidSchema } from './said-schemas.ts';
import {
  commentIdSchema,
  durationMsSchema,
  grantIdSchema,
  idSchema,
  instantSchema,
  lengthMsSchema,
  messageSchema,
  nameSchema,
  poolSchema,
  requestIdSchema,
  sha256HexSchema,
  signatureSchema,
  ticketSchema,
  titleSchema,
  toldSchema,
  spokenSchema,
} from './scalars.ts';

/** The domain's request types as they come over the wire. Each schema is checked against the domain's type below its name. */
const refusalCode = z.enum(REFUSAL_CODES).catch('unknown');

/** Earlier versions, and newer ones beside a code that is not known here, say a sentence: it is told as it came. */
export const refusalSchema = z.union([
  z.object({ code: refusalCode, told: toldSchema }),
  z
    .object({ code: refusalCode, message: messageSchema })
    .transform(({ code, message }) => ({ code, told: asWritten(message) })),
]) satisfies z.ZodType<Refusal>;

const MOST_NAMED = 10 * LIMITS.reviewersPerStep;

/** Who may answer each step. More than policy lets somebody ask: a group may have grown since. */
export const reviewersSchema = z.array(z.array(idSchema).max(MOST_NAMED)).max(LIMITS.stepsPerPlan);

const matcherSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('group'), name: nameSchema }),
  z.object({ kind: z.literal('member'), id: idSchema }),
  z.object({ kind: z.literal('anyone') }),
]) satisfies z.ZodType<MemberMatcher>;

const stepSchema = z.object({
  name: nameSchema,
  meant: z.array(z.array(matcherSchema).max(LIMITS.reviewersPerStep)).max(LIMITS.entitlementsPerRequest),
  need: z.number().int().positive().max(LIMITS.reviewersPerStep),
  remindEveryMs: lengthMsSchema.optional(),
});

const planSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('auto') }),
  z.object({ kind: z.literal('review'), steps: z.array(stepSchema).min(1).max(LIMITS.stepsPerPlan) }),
]);

export const requestFactsSchema = z.object({
  v: z.literal(3),
  requestId: requestIdSchema,
  requester: idSchema,
  requesterName: nameSchema,
  publicKey: z.string().max(10_000).nullable(),
  entitlements: z
    .array(
      z.object({
        entitlementId: idSchema,
        title: titleSchema,
        providerId: idSchema,
        pool: poolSchema,
        grantId: grantIdSchema,
        end: z
          .object({
            nativeExpiry: z.boolean(),
            sessionsSurvive: z.boolean(),
            late: z.object({ mostMs: lengthMsSchema, why: messageSchema }).optional(),
          })
          .nullable(),
      }),
    )
    .min(1)
    .max(LIMITS.entitlementsPerRequest),
  durationMs: durationMsSchema,
  reason: reasonSaidSchema,
  ticket: ticketSchema.nullable(),
  submittedAt: instantSchema,
  lapsesAt: instantSchema,
  rules: z.array(nameSchema).max(LIMITS.entitlementsPerRequest),
  organisationVersion: z.number().int().nonnegative(),
  plan: planSchema,
  distinct: z.literal(true).optional(),
  // A risk that only a newer version knows is a high one here.
  risk: z.literal('high').catch('high').optional(),
  requestHash: sha256HexSchema,
}) satisfies z.ZodType<RequestFacts>;

export const decisionSchema = z.enum(['approve', 'deny']);

export const reviewSchema = z.object({
  reviewer: idSchema,
  deviceId: idSchema,
  decision: decisionSchema,
  comment: commentSaidSchema,
  step: z.number().int().nonnegative(),
  at: instantSchema,
  signature: signatureSchema.optional(),
}) satisfies z.ZodType<Review>;

const commentedSchema = z.object({
  id: commentIdSchema,
  by: idSchema,
  at: instantSchema,
  text: commentSaidSchema,
}) satisfies z.ZodType<Comment>;

export const endCauseSchema = z.enum(['expired', 'returned', 'ended', 'activationFailed']);

/** What every kind of grant's state may have. */
const worked = {
  hand: z.object({ runnerId: idSchema, fence: z.number().int().positive() }).optional(),
  grantedBy: idSchema.optional(),
};

export const grantStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scheduled'), startsAt: instantSchema, ...worked }),
  z.object({ kind: z.literal('activating'), since: instantSchema, runnerId: idSchema, ...worked }),
  z.object({
    kind: z.literal('active'),
    ...worked,
    startsAt: instantSchema,
    expiresAt: instantSchema,
    runnerId: idSchema,
    overdue: z.boolean(),
  }),
  z.object({
    kind: z.literal('revoking'),
    ...worked,
    cause: endCauseSchema,
    by: idSchema.nullable(),
    since: instantSchema,
    startsAt: instantSchema.nullable(),
    expiresAt: instantSchema.nullable(),
    attempts: z.number().int().nonnegative(),
    stuck: z.boolean(),
    overdue: z.boolean(),
    lastMessage: spokenSchema.nullable(),
  }),
  z.object({
    kind: z.literal('revoked'),
    ...worked,
    cause: endCauseSchema,
    by: idSchema.nullable(),
    startsAt: instantSchema.nullable(),
    expiresAt: instantSchema.nullable(),
    dueAt: instantSchema,
    verifiedAt: instantSchema,
    lateMs: lengthMsSchema,
    confirmedBy: idSchema.nullable(),
    neverBegan: z.literal(true).optional(),
  }),
  z.object({ kind: z.literal('failed'), at: instantSchema, message: spokenSchema, ...worked }),
]) satisfies z.ZodType<GrantState>;

const phaseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('submitted'), step: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('refused'), at: instantSchema, refusal: refusalSchema }),
  z.object({ kind: z.literal('denied'), at: instantSchema, by: idSchema, comment: commentSaidSchema }),
  z.object({ kind: z.literal('withdrawn'), at: instantSchema }),
  z.object({ kind: z.literal('lapsed'), at: instantSchema }),
  z.object({
    kind: z.literal('approved'),
    at: instantSchema,
    by: z.enum(['policy', 'reviews']),
    grants: z.record(grantIdSchema, grantStateSchema),
  }),
]) satisfies z.ZodType<Phase>;

const stateSchema = z.object({
  facts: requestFactsSchema,
  version: z.number().int().positive(),
  reviewers: reviewersSchema,
  former: z.array(idSchema).max(MOST_NAMED * LIMITS.stepsPerPlan),
  reviews: z.array(reviewSchema).max(LIMITS.reviewersPerStep * LIMITS.stepsPerPlan),
  reminded: z
    .object({ step: z.number().int().nonnegative(), count: z.number().int().positive(), at: instantSchema })
    .optional(),
  comments: z.array(commentedSchema).max(LIMITS.commentsPerRequest).optional(),
  phase: phaseSchema,
}) satisfies z.ZodType<RequestState>;

/** Typed as the domain's own: the wire form is the same object, only that zod would infer mutable arrays. */
export const requestStateSchema = stateSchema as unknown as z.ZodType<RequestState, RequestState>;
