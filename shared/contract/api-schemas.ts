import { z } from 'zod';
import type { SaidText } from '../lib/said.ts';
import { CHECKS_PER_LEASE, checkReportSchema, checkWorkSchema, targetSchema } from './check-schemas.ts';
import { LIMITS } from './limits.ts';
import { refusalSchema, requestStateSchema } from './request-schema.ts';
import { saidListSchema } from './said-schemas.ts';
import { sentStatementSchema, signedInput } from './statement-schemas.ts';
import {
  durationMsSchema,
  evidenceSchema,
  grantIdSchema,
  idempotencyKeySchema,
  idSchema,
  logKeySchema,
  instantSchema,
  lengthMsSchema,
  messageSchema,
  nameSchema,
  poolSchema,
  publicKeySchema,
  reasonSchema,
  requestIdSchema,
  seqSchema,
  sha256HexSchema,
  ticketSchema,
  titleSchema,
  wholeText,
} from './scalars.ts';

/**
 * Inputs and outputs of the procedures in app-router.ts, named `<procedure>Input` and `<procedure>Output`. No text of an input has
 * a NUL where the store keeps it, or is asked for it, as it is. State, evidence and messages of runners only ever stand in JSON.
 */

const idInput = wholeText(idSchema);

// session. How one joins is in join-schemas.ts; that answers what `session.me` does.
export const memberSchema = z.object({
  id: idSchema,
  name: nameSchema,
  kind: z.enum(['person', 'service']),
  isOwner: z.boolean(),
  pools: z.array(poolSchema).max(100),
});
export const organisationInfoSchema = z.object({
  name: nameSchema,
  /** Version of the published documents; 0 while nothing is published. */
  version: z.number().int().nonnegative(),
  /** The log's origin line and its C2SP verifier key. A client pins them when it joins. */
  origin: z.string().min(1).max(300),
  logKey: logKeySchema,
  /** Hash of the founding statement, in lower case hex: what the organisation is known by. Missing where it was not founded. */
  founding: sha256HexSchema.optional(),
  /** How many people there are: one alone cannot approve anything. */
  people: z.number().int().nonnegative(),
  /** Where the organisation's services are to be found, the one that answers among them; missing where that was not told. */
  addresses: z.array(z.string().max(500)).max(LIMITS.addresses).optional(),
});
export const meOutput = z.object({
  me: memberSchema,
  deviceId: idSchema,
  organisation: organisationInfoSchema,
  protocol: z.object({ version: z.number().int(), floor: z.number().int() }),
  serverTime: instantSchema,
});

/** For who was refused as not signed in: is that the word of the service that was joined? */
const nonceSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** A signed note, by all keys that the log has had. */
const noteSchema = z.string().max(100_000);
export const signedOutInput = z.object({
  nonce: nonceSchema,
  /** As the service made it: without a line break. */
  deviceId: z.string().regex(/^[A-Za-z0-9_-]{1,200}$/),
});
/** A signed note over `signedOutText` by the log's key; null while that device is signed in. */
export const signedOutOutput = z.object({ note: noteSchema.nullable() });
/** For who is about to call there: is this the service that was joined? `address` is an origin, without a line break. */
export const addressInput = z.object({ nonce: nonceSchema, address: z.string().regex(/^\S{1,500}$/) });
/** A signed note over `addressText` by the log's key; null where that is no address of this service. */
export const addressOutput = z.object({ note: noteSchema.nullable() });

// org
const fileText = wholeText(z.string().max(LIMITS.organisationFileBytes));
export const publishInput = z.object({
  files: z.object({ people: fileText, catalog: fileText, policy: fileText }),
  /** Digest of each provider folder that the catalog names by a path, by that path. */
  providerDigests: z.record(z.string().max(300), sha256HexSchema),
  /** Only check: nothing is stored, and nothing is signed. */
  dryRun: z.boolean(),
  /** The version that it is written after, which is signed. */
  follows: z.number().int().nonnegative(),
  /** Whoever calls leaves it to `shared/client`. */
  signed: sentStatementSchema('publishOrganisation').optional(),
});
export const mistakeSchema = z.object({
  file: z.string().max(300),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
  severity: z.enum(['error', 'warning']),
  /** In English, for who does not know the code. */
  message: messageSchema,
  /** `Told`. A service of before does not say it. */
  told: z.unknown().optional(),
});
export const publishOutput = z.object({
  /** The version now in force; unchanged when `published` is false. */
  version: z.number().int().nonnegative(),
  published: z.boolean(),
  mistakes: z.array(mistakeSchema).max(1_000),
});
/** What the service was started with and is not in force; null where there is nothing to publish. For owners. */
export const proposedOutput = z
  .object({
    ...{ files: publishInput.shape.files, providerDigests: publishInput.shape.providerDigests },
    /** The version in force, after which it would come. */
    follows: z.number().int().nonnegative(),
    /** What would change, a sentence each; so many `more` are left out. */
    changes: z.array(messageSchema).max(LIMITS.proposedChanges),
    /** The same as `Told`, for who knows their codes. A service of before does not say it. */
    told: z.array(z.unknown()).max(LIMITS.proposedChanges).optional(),
    more: z.number().int().nonnegative(),
  })
  .nullable();
export const inviteInput = signedInput('inviteDevice');
export const confirmInput = signedInput('confirmMember');
export const recoveryKeyInput = signedInput('setRecoveryKey');
export const signInRunnerInput = signedInput('signInRunner');
export const runnersOutput = z.object({
  runners: z
    .array(z.object({ device: idSchema, signingKey: publicKeySchema, isSignedIn: z.boolean() }))
    .max(LIMITS.ownRunners),
});
export const rotateLogKeyInput = signedInput('rotateLogKey');
export const logKeyOutput = z.object({ logKey: logKeySchema });
export const inviteOutput = z.object({ expiresAt: instantSchema });

// devices
/** Of the caller; of another member where an owner asks. */
export const devicesInput = z.object({ person: idInput.optional() });
export const deviceSchema = z.object({
  deviceId: idSchema,
  person: idSchema,
  name: nameSchema,
  joinedAt: instantSchema,
  /** The one that calls. */
  isThis: z.boolean(),
  /** It runs providers: it was heard of as a runner lately, or access that it set up is not gone yet. */
  isRunner: z.boolean(),
  /** So much access it set up that is not gone yet. */
  grants: z.number().int().nonnegative(),
  /** No owner has another one. */
  isLastOfOwners: z.boolean(),
  /** From which device, and by whom, it was invited; null where nobody signed that. A service of before does not say it. */
  invitedOn: z.object({ deviceId: idSchema, person: idSchema }).nullable().optional(),
  /** It came with the recovery key. A service of before does not say it, nor is it said of any other device. */
  recovered: z.literal(true).optional(),
});
/** Newest first. */
export const devicesOutput = z.array(deviceSchema).max(LIMITS.devicesPerPerson);
export const renameDeviceInput = signedInput('renameDevice');
export const removeDeviceInput = signedInput('removeDevice');
/** What that means, for people. `told`: see `spokenOf`. */
export const removeDeviceOutput = z.object({ sentence: messageSchema, told: z.unknown().optional() });

// catalog, policy
export const catalogItemSchema = z.object({
  id: idSchema,
  title: titleSchema,
  description: z.string().max(2_000),
  providerId: idSchema,
  tags: z.record(z.string().max(100), z.string().max(200)),
  /** What policy says to the caller, before duration and reason are known. */
  access: z.enum(['auto', 'review', 'refused']),
  /** Who must approve, the longest duration, or why not, in one sentence; and as `Told`, see `spokenOf`. */
  sentence: messageSchema,
  told: z.unknown().optional(),
  maxDurationMs: durationMsSchema.nullable(),
  minReasonLength: z.number().int().nonnegative(),
  ticketPattern: z.string().max(500).nullable(),
});
export const catalogOutput = z.object({
  version: z.number().int(),
  items: z.array(catalogItemSchema).max(20_000),
  /** Names of all members by id, for showing. */
  names: z.record(idSchema, nameSchema),
  /** Why what is in force is not what the service's --org folder says, in a sentence for the caller. */
  problem: messageSchema.optional(),
  /** The same as `Told`. */
  problemTold: z.unknown().optional(),
  /** For owners: the mistakes in that folder, the first of them. A service of before does not say them. */
  folderMistakes: z.array(mistakeSchema).max(LIMITS.folderMistakes).optional(),
});

const draft = z.object({
  entitlementIds: z.array(idInput).min(1).max(LIMITS.entitlementsPerRequest),
  durationMs: durationMsSchema,
  reason: wholeText(reasonSchema),
  ticket: wholeText(ticketSchema).nullable(),
});
export const previewInput = draft.extend({ durationMs: durationMsSchema.nullable() });
export const previewOutput = z.object({
  kind: z.enum(['auto', 'review', 'refused']),
  /** The whole answer in a sentence: granted at once, who must approve, or why not; and as `Told`, see `spokenOf`. */
  sentence: messageSchema,
  told: z.unknown().optional(),
  maxDurationMs: durationMsSchema.nullable(),
  steps: z
    .array(
      z.object({
        name: nameSchema,
        need: z.number().int(),
        /** How often those whose answer is missing are told again. */
        remindEveryMs: lengthMsSchema.optional(),
        reviewers: z.array(z.object({ id: idSchema, name: nameSchema })),
      }),
    )
    .max(LIMITS.stepsPerPlan),
  /** What is still missing or wrong in the draft, by field. */
  problems: z.array(
    z.object({ field: z.enum(['entitlements', 'duration', 'reason', 'ticket']), refusal: refusalSchema }),
  ),
});

// requests, reviews, grants
export const submitInput = signedInput('submitRequest');
export const requestIdInput = z.object({ requestId: requestIdSchema });
export const withdrawInput = signedInput('withdrawRequest');
export const commentInput = signedInput('commentOnRequest');
export const listInput = z.object({
  /**
   * `mine`: asked by the caller. `inbox`: waiting for the caller's review, oldest first. `running`: with access that may be
   * there or come, as far as the caller may see it. `all`: everything the caller may see. Newest first but for the inbox.
   */
  scope: z.enum(['mine', 'inbox', 'running', 'all']),
  /** Only what is not finished. What is in `inbox` and `running` never is. */
  open: z.boolean(),
  limit: z.number().int().min(1).max(LIMITS.pageSize),
  /** The last request of the page before. A page that is not full is the last one: `listEvery` reads them all. */
  after: requestIdSchema.optional(),
});
export const requestListOutput = z.array(requestStateSchema).max(LIMITS.pageSize);
export const reviewInput = signedInput('reviewRequest');
export const endInput = signedInput('endGrant');
export const endAllInput = signedInput('endAllGrants');
export const endAllOutput = z.object({ ended: z.number().int().nonnegative() });
export const extendInput = z.object({ grantId: grantIdSchema, byMs: durationMsSchema });
export const credentialInput = z.object({ grantId: grantIdSchema });
/** The credential, sealed by the runner to the calling device's key; null while there is none, or no longer. */
export const credentialOutput = z.object({ sealed: z.string().max(LIMITS.sealedLength).nullable() });

// log
export const entriesInput = z.object({
  from: seqSchema,
  limit: z.number().int().min(1).max(LIMITS.pageSize),
});
export const logItemSchema = z.object({
  seq: seqSchema,
  leafHash: sha256HexSchema,
  /** The leaf's bytes as text; null when the caller may not read it. Hash this text, not a re-serialised object. */
  text: z.string().max(500_000).nullable(),
  /** What people said in it, which the leaf is bound to by its hash. What was erased is not there. */
  said: saidListSchema,
});
export const entriesOutput = z.object({
  items: z.array(logItemSchema).max(LIMITS.pageSize),
  size: seqSchema,
});
/** The entries of one request, from its first on, that stand in the log after `after`. */
export const streamInput = z.object({ requestId: requestIdSchema, after: seqSchema.nullable() });
export const streamOutput = z.object({ items: z.array(logItemSchema).max(LIMITS.pageSize) });
export const checkpointOutput = z.object({ note: noteSchema });
export const inclusionInput = z.object({ seq: seqSchema, size: seqSchema });
export const consistencyInput = z.object({ from: seqSchema, to: seqSchema });
export const proofOutput = z.object({ hashes: z.array(sha256HexSchema).max(128) });

// changes
export const changesInput = z.object({
  /** Sequence number of the last event received: only later ones are sent. Null starts with what happens from now on. */
  lastEventId: z.string().max(20).nullish(),
});
/** `record`: one entry that concerns the caller. `organisation`: documents changed, read the catalog again. */
export type Change =
  | {
      readonly kind: 'record';
      readonly seq: number;
      readonly leafHash: string;
      readonly text: string;
      readonly said: readonly SaidText[];
    }
  | { readonly kind: 'organisation'; readonly version: number };

// runner. Which runner calls is the calling device: no input says it.
export const leaseInput = z.object({
  /** Only what is to be taken away: this runner can begin nothing new now. */
  revokeOnly: z.boolean().default(false),
  pool: poolSchema,
  max: z.number().int().min(1).max(100),
  /** How many checks this runner can take besides. Left out: it does not know that work, and gets none. */
  checks: z.number().int().min(0).max(CHECKS_PER_LEASE).optional(),
});
const fenceSchema = z.number().int().nonnegative();
export const workSchema = targetSchema.extend({
  kind: z.enum(['activate', 'revoke']),
  requestId: requestIdSchema,
  grantId: grantIdSchema,
  attempt: z.number().int().positive(),
  subject: z.object({ id: idSchema, name: nameSchema, publicKey: z.string().max(10_000).nullable() }),
  durationMs: durationMsSchema,
  /** What the provider's grant returned, where this is a revocation by another runner. */
  state: z.json(),
  expiresAt: instantSchema.nullable(),
  recipients: z
    .array(z.object({ deviceId: idSchema, sealingKey: publicKeySchema }))
    .max(LIMITS.devicesPerPerson),
  leaseUntil: instantSchema,
  /** Number of this lease: it grows with each lease of the grant, and reports name it. */
  fence: fenceSchema,
  /** Somebody else reported this access gone. Who set it up looks at the target before it takes anything away. */
  reportedGone: z.boolean(),
});
export const leaseOutput = z
  .array(z.discriminatedUnion('kind', [workSchema, checkWorkSchema]))
  .max(100 + CHECKS_PER_LEASE);
/** As system/sealed-box.ts writes it: base64url. */
export const sealedBoxSchema = z
  .string()
  .max(LIMITS.sealedLength)
  .regex(/^[A-Za-z0-9_-]+$/);
const sealedListSchema = z
  .array(z.object({ deviceId: idInput, box: sealedBoxSchema }))
  .max(LIMITS.devicesPerPerson);
const reportBase = z.object({
  requestId: requestIdSchema,
  grantId: grantIdSchema,
  fence: fenceSchema,
  idempotencyKey: idempotencyKeySchema,
});
const grantReportSchema = z.discriminatedUnion('kind', [
  reportBase.extend({
    kind: z.literal('activated'),
    startsAt: instantSchema,
    expiresAt: instantSchema,
    state: z.json(),
    evidence: evidenceSchema.nullable(),
    sealed: sealedListSchema,
  }),
  reportBase.extend({ kind: z.literal('activationFailed'), message: messageSchema }),
  reportBase.extend({
    kind: z.literal('revocationFailed'),
    message: messageSchema,
    /** Another runner had reported it gone, and it was found at the target all the same. */
    wasThere: z.boolean(),
  }),
  reportBase.extend({
    kind: z.literal('revoked'),
    verifiedAt: instantSchema,
    /** Another runner had reported it gone, and it was found at the target all the same. */
    wasThere: z.boolean(),
    evidence: evidenceSchema.nullable(),
  }),
]);
/** What runners report, before it is signed. */
export const reportSchema = z.discriminatedUnion('kind', [grantReportSchema, checkReportSchema]);
const signedReportSchema = z.strictObject({
  signed: sentStatementSchema('reportGrant'),
  state: z.json().optional(),
  sealed: sealedListSchema.optional(),
});
export type SignedReport = z.output<typeof signedReportSchema>;
/** What came of a check changes nothing by itself, and is not signed. Runners leave signing to `shared/client`. */
export const reportInput = z.union([signedReportSchema, checkReportSchema]) as unknown as z.ZodType<
  SignedReport | z.output<typeof checkReportSchema>,
  z.input<typeof reportSchema> | SignedReport
>;
export type GrantReport = z.output<typeof grantReportSchema>;

/** `grantIds`: the work that the runner has in its journal. Other work that was leased to it never reached it. */
export const heartbeatInput = z.object({
  pool: poolSchema,
  grantIds: z.array(grantIdSchema).max(LIMITS.grantsPerHeartbeat),
});
export const workInput = z.object({ pool: poolSchema });
/** Signals of the `runner.work` subscription: something can be leased. Lease until nothing comes. */
export type WorkSignal = { readonly pool: string };
