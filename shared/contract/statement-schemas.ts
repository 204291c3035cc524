import { newSealingKeySchema } from './sealing-key.ts';
import { because } from './schema-words.ts';
import { z } from 'zod';
import type {
  SignedStatement,
  Statement,
  StatementBodies,
  StatementType,
} from '../domain/statements/statement.ts';
import { MOST_ERASED } from '../domain/organisation/decide-organisation.ts';
import { LIMITS } from './limits.ts';
import { FILE_LIMITS } from './file-limits.ts';
import { decisionSchema } from './request-schema.ts';
import { commentSaidSchema, commentTextSchema, reasonSaidSchema, reasonTextSchema } from './said-schemas.ts';
import {
  commentIdSchema,
  durationMsSchema,
  evidenceSchema,
  grantIdSchema,
  idempotencyKeySchema,
  idSchema,
  instantSchema,
  logKeySchema,
  messageSchema,
  nameSchema,
  newKeySchema,
  requestIdSchema,
  seqSchema,
  sha256HexSchema,
  newNameSchema,
  newSignatureSchema,
  signatureSchema,
  ticketSchema,
  wholeText,
} from './scalars.ts';

export const OWNERS = z.array(wholeText(idSchema)).max(FILE_LIMITS.owners);
const FOLLOWS = z.number().int().nonnegative();

/** Where texts may have been erased since, or earlier statements said less; and as they are sent. */
const KEPT = {
  ...{ reason: reasonSaidSchema, comment: commentSaidSchema },
  ...{ owners: OWNERS.optional(), follows: FOLLOWS.optional() },
  ...{ inviteKey: newKeySchema.optional(), expiresAt: instantSchema.optional() },
  ...{ name: wholeText(nameSchema), sealingKey: newKeySchema, byInvite: signatureSchema },
};
const SENT = {
  ...{ reason: reasonTextSchema, comment: commentTextSchema, owners: OWNERS, follows: FOLLOWS },
  ...{ inviteKey: newKeySchema, expiresAt: instantSchema },
  ...{ name: newNameSchema(), sealingKey: newSealingKeySchema, byInvite: newSignatureSchema },
};

/** Documents by hashes. */
export const DOCUMENTS = {
  files: z.strictObject({ people: sha256HexSchema, catalog: sha256HexSchema, policy: sha256HexSchema }),
  providerDigests: z.record(z.string().max(300), sha256HexSchema),
};
const REPORTED = {
  requestId: requestIdSchema,
  grantId: grantIdSchema,
  fence: z.number().int().nonnegative(),
  idempotencyKey: idempotencyKeySchema,
};

/** The service's own, by the name that it has in entries. */
export const ownRunnerSchema = z.strictObject({ device: wholeText(idSchema), signingKey: newKeySchema });

/** An unknown field is refused: whatever is signed is understood. */
const bodies = <S extends typeof KEPT | typeof SENT>({
  reason,
  comment,
  owners,
  follows,
  inviteKey,
  expiresAt,
  name,
  sealingKey,
  byInvite,
}: S) => ({
  submitRequest: z.strictObject({
    requestId: requestIdSchema,
    entitlementIds: z.array(wholeText(idSchema)).min(1).max(LIMITS.entitlementsPerRequest),
    durationMs: durationMsSchema,
    reason: reason as S['reason'],
    ticket: wholeText(ticketSchema).nullable(),
  }),
  withdrawRequest: z.strictObject({ requestId: requestIdSchema }),
  commentOnRequest: z.strictObject({
    requestId: requestIdSchema,
    commentId: commentIdSchema,
    comment: comment as S['comment'],
  }),
  reviewRequest: z.strictObject({
    requestId: requestIdSchema,
    requestHash: sha256HexSchema,
    step: z.number().int().nonnegative(),
    decision: decisionSchema,
    comment: comment as S['comment'],
  }),
  endGrant: z.strictObject({
    grantId: grantIdSchema,
    reason: comment as S['comment'],
    isGone: z.boolean(),
  }),
  endAllGrants: z.strictObject({ reason: comment as S['comment'] }),
  reportGrant: z.discriminatedUnion('kind', [
    z.strictObject({
      ...{ kind: z.literal('activated'), ...REPORTED },
      ...{ startsAt: instantSchema, expiresAt: instantSchema, evidence: evidenceSchema.nullable() },
    }),
    z.strictObject({ kind: z.literal('activationFailed'), ...REPORTED, message: messageSchema }),
    z.strictObject({
      ...{ kind: z.literal('revocationFailed'), ...REPORTED },
      ...{ message: messageSchema, wasThere: z.boolean() },
    }),
    z.strictObject({
      ...{ kind: z.literal('revoked'), ...REPORTED },
      ...{ verifiedAt: instantSchema, wasThere: z.boolean(), evidence: evidenceSchema.nullable() },
    }),
  ]),
  publishOrganisation: z.strictObject({
    ...DOCUMENTS,
    owners: owners as S['owners'],
    follows: follows as S['follows'],
  }),
  foundOrganisation: z.strictObject({
    name: wholeText(nameSchema),
    logKey: logKeySchema,
    documents: z.strictObject({ ...DOCUMENTS, owners: OWNERS }).nullable(),
    device: z.strictObject({ name, signingKey: newKeySchema, sealingKey }),
    recoveryKey: newKeySchema,
    runner: ownRunnerSchema.nullable(),
  }),
  eraseTexts: z.strictObject({
    seqs: z
      .array(seqSchema)
      .max(MOST_ERASED)
      .refine(
        (seqs) => seqs.every((seq, at) => at === 0 || seq > (seqs[at - 1] ?? 0)),
        because('isNotInOrder'),
      ),
  }),
  inviteDevice: z.strictObject({
    person: wholeText(idSchema),
    replaces: z.literal(true).optional(),
    inviteKey: inviteKey as S['inviteKey'],
    expiresAt: expiresAt as S['expiresAt'],
  }),
  joinOrganisation: z.strictObject({
    ...{ name, signingKey: newKeySchema, sealingKey },
    ...{ inviteKey: newKeySchema, byInvite },
  }),
  setRecoveryKey: z.strictObject({ recoveryKey: newKeySchema }),
  signInRunner: ownRunnerSchema,
  rotateLogKey: z.strictObject({ logKey: logKeySchema, follows: logKeySchema }),
  confirmMember: z.strictObject({ person: wholeText(idSchema) }),
  renameDevice: z.strictObject({ device: wholeText(idSchema), name }),
  removeDevice: z.strictObject({
    device: wholeText(idSchema),
    reason: comment as S['comment'],
    evenLast: z.literal(true).optional(),
  }),
});

const SENT_BODIES = bodies(SENT);
const KEPT_BODIES = bodies(KEPT);
KEPT_BODIES satisfies { readonly [T in StatementType]: z.ZodType<StatementBodies[T]> };

/** What is said with a statement of this type, before it is signed. */
export type SentBody<T extends StatementType> = z.input<(typeof SENT_BODIES)[T]>;
/** The same, as it arrives. */
export type ReadBody<T extends StatementType> = z.output<(typeof SENT_BODIES)[T]>;

/** A statement as it is sent: nothing in it was erased. */
export interface SentStatement<T extends StatementType = StatementType> extends SignedStatement<T> {
  readonly statement: Statement<T> & { readonly body: ReadBody<T> };
}

const statementSchema = <T extends StatementType, B extends z.ZodType>(type: T, body: B) =>
  z.strictObject({
    v: z.literal(1),
    log: z.string().min(1).max(300),
    type: z.literal(type),
    by: wholeText(idSchema),
    device: wholeText(idSchema),
    at: instantSchema,
    seen: z.strictObject({ size: seqSchema, root: sha256HexSchema }),
    body,
  });

export const sentStatementSchema = <T extends StatementType>(type: T): z.ZodType<SentStatement<T>> =>
  z.strictObject({
    statement: statementSchema(type, SENT_BODIES[type]),
    signature: newSignatureSchema,
  }) as unknown as z.ZodType<SentStatement<T>>;

/** A statement of any type that is known here, as it stands in an entry. */
export const keptStatementSchema = z.strictObject({
  statement: z.discriminatedUnion('type', [
    statementSchema('submitRequest', KEPT_BODIES.submitRequest),
    statementSchema('withdrawRequest', KEPT_BODIES.withdrawRequest),
    statementSchema('commentOnRequest', KEPT_BODIES.commentOnRequest),
    statementSchema('reviewRequest', KEPT_BODIES.reviewRequest),
    statementSchema('endGrant', KEPT_BODIES.endGrant),
    statementSchema('endAllGrants', KEPT_BODIES.endAllGrants),
    statementSchema('reportGrant', KEPT_BODIES.reportGrant),
    statementSchema('publishOrganisation', KEPT_BODIES.publishOrganisation),
    statementSchema('foundOrganisation', KEPT_BODIES.foundOrganisation),
    statementSchema('eraseTexts', KEPT_BODIES.eraseTexts),
    statementSchema('inviteDevice', KEPT_BODIES.inviteDevice),
    statementSchema('joinOrganisation', KEPT_BODIES.joinOrganisation),
    statementSchema('setRecoveryKey', KEPT_BODIES.setRecoveryKey),
    statementSchema('signInRunner', KEPT_BODIES.signInRunner),
    statementSchema('rotateLogKey', KEPT_BODIES.rotateLogKey),
    statementSchema('confirmMember', KEPT_BODIES.confirmMember),
    statementSchema('renameDevice', KEPT_BODIES.renameDevice),
    statementSchema('removeDevice', KEPT_BODIES.removeDevice),
  ]),
  signature: signatureSchema,
}) satisfies z.ZodType<SignedStatement>;

/** What arrives of a call whose caller signs what they say, as `shared/client` does for them. */
export interface SignedCall<T extends StatementType> {
  readonly signed: SentStatement<T>;
}

/** What a procedure takes whose caller signs, as it may wait to be sent: signed, or (by an earlier Latchkey) not yet. */
export type Sayable<T extends StatementType> = ReadBody<T> | SignedCall<T>;

export const sayableSchema = <T extends StatementType>(type: T): z.ZodType<Sayable<T>> =>
  z.union([z.strictObject({ signed: sentStatementSchema(type) }), SENT_BODIES[type]]) as unknown as z.ZodType<
    Sayable<T>
  >;

/** The input of such a procedure: whoever calls says the body alone, or what they signed before. */
export const signedInput = <T extends StatementType>(
  type: T,
): z.ZodType<SignedCall<T>, SentBody<T> | SignedCall<T>> =>
  z.strictObject({ signed: sentStatementSchema(type) }) as unknown as z.ZodType<
    SignedCall<T>,
    SentBody<T> | SignedCall<T>
  >;
