import { initTRPC, TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { refuse, type Refusal, type RefusalCode } from '../domain/refusal.ts';
import type { StatementType } from '../domain/statements/statement.ts';
import type { Api, Caller } from './api.ts';
import * as s from '../contract/api-schemas.ts';
import * as joining from '../contract/join-schemas.ts';
import { poolsCheckInput, poolsCheckOutput } from '../contract/check-schemas.ts';
import { RefusalError, sentRefusal } from '../contract/refusal-error.ts';
import { inEnglish } from '../words/words.ts';
import { refusalOfError } from './refusal-of-error.ts';
import type { Outlet } from './outlet.ts';
import { requestStateSchema } from '../contract/request-schema.ts';
import { STORE_AWAY, StoreAway } from '../contract/store-away.ts';
import type { SubscriptionLimit } from './subscription-limit.ts';

/** Made for each call (HTTP) or each connection (WebSocket). `caller` is null when the proof is missing or wrong. */
export interface ApiContext {
  readonly api: Api;
  readonly caller: Caller | null;
  /** Asked at each call: a socket, or a call that is sent slowly, may outlive the membership, or the device, of who made it. */
  readonly isMember: (caller: Caller) => boolean;
  /** Remote address, for rate limits. */
  readonly address: string;
  /** Null where nothing can be followed: over HTTP. */
  readonly subscriptions: SubscriptionLimit | null;
  /** Waits for the caller's turn; answers with what to call at the end. @throws RefusalError when too much waits */
  readonly enter: (caller: Caller, procedure: string) => Promise<() => void>;
  /** Null over HTTP. */
  readonly outlet: Outlet | null;
  /** What a client hears that is older than the floor; null for all others. */
  readonly tooOld: Refusal | null;
}

export interface ProcedureMeta {
  /** Ends access, or is what runners do to end it. Waits for no other call, and is served to every protocol since 2. */
  readonly endsAccess?: true;
  /** Served to every protocol since 2 too: who is too old finds with it what is to be ended, or that it is signed out. */
  readonly servedForEver?: true;
  /** Who calls signs what they say, as a statement of this type: `shared/client` does it for all. */
  readonly signs?: StatementType;
}

// not for people: a client that knows no more says serviceFailed.
const FAILED = 'The service failed. Its log says why; try again in a moment.';

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    /** Subscriptions go over WebSocket only: there they are counted and kept an eye on. tRPC would stream them over HTTP too. */
    sse: { enabled: false },
    /** A client finds the refusal of a call in `error.data.refusal`; a fault shows no detail. */
    errorFormatter({ shape, error }) {
      const refused = refusalOfError(error);
      const refusal = refused && sentRefusal(refused);
      return {
        ...shape,
        message: refusal?.message ?? (error.code === 'SERVICE_UNAVAILABLE' ? STORE_AWAY : FAILED),
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, refusal },
      };
    },
  });

const HTTP_CODES: Partial<Record<RefusalCode, TRPCError['code']>> = {
  clientTooOld: 'PRECONDITION_FAILED',
  notSignedIn: 'UNAUTHORIZED',
  oldNonce: 'UNAUTHORIZED',
  notAllowed: 'FORBIDDEN',
  ownRequest: 'FORBIDDEN',
  notReviewer: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  tooManyTries: 'TOO_MANY_REQUESTS',
  badInput: 'BAD_REQUEST',
};

/** As a status that clients with several addresses go to the next one at. */
export const storeAway = (cause: StoreAway): TRPCError =>
  new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: STORE_AWAY, cause });

const converting = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof StoreAway) throw storeAway(result.error.cause);
  if (result.ok || !(result.error.cause instanceof RefusalError)) return result;
  const { refusal } = result.error.cause;
  throw new TRPCError({
    code: HTTP_CODES[refusal.code] ?? 'CONFLICT',
    message: inEnglish(refusal.told),
    cause: result.error.cause,
  });
});

/** Before anything is parsed: what is older may send what is not understood any more. */
const served = t.middleware(({ ctx, meta, next }) => {
  const isForEver = meta?.endsAccess === true || meta?.servedForEver === true;
  if (ctx.tooOld && !isForEver) throw new RefusalError(ctx.tooOld);
  return next();
});

const open = t.procedure.use(converting).use(served);

const NOT_SIGNED_IN = refuse('notSignedIn', 'notSignedInHere');

/** Every procedure but `session.invite`, `found`, `join`, `recovery`, `recover`, `signedOut` and `address` needs a caller who is signed in and still in the organisation. */
const signedIn = open.use(async ({ ctx, next, path, getRawInput }) => {
  const { caller } = ctx;
  // Who is too old to prove who calls is told to update, and not that they are signed out: they would wipe themselves.
  if (!caller) throw new RefusalError(ctx.tooOld ?? NOT_SIGNED_IN);
  // Before anything is parsed: whoever sends much waits behind their own calls, and nobody else does.
  const leave = await ctx.enter(caller, path);
  try {
    return await carryOut();
  } finally {
    leave();
  }

  async function carryOut() {
    // The whole call is there first: one that is sent slowly is judged when it is carried out. A body that cannot be read
    // is complained about where it is parsed.
    await getRawInput().catch(() => undefined);
    if (!caller || !ctx.isMember(caller)) throw new RefusalError(NOT_SIGNED_IN);
    return next({ ctx: { ...ctx, caller } });
  }
});

/** A subscription: over a socket, with a signal, and one of a bounded number. */
const following = signedIn.use(async ({ ctx, next, signal }) => {
  const { subscriptions } = ctx;
  if (!subscriptions || !signal) throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
  subscriptions.admit(signal);
  const result = await next({ ctx: { ...ctx, signal } });
  if (!result.ok) subscriptions.release(signal);
  return result;
});

export const appRouter = t.router({
  session: t.router({
    invite: open
      .input(joining.inviteInfoInput)
      .output(joining.inviteInfoOutput)
      .query(({ ctx, input }) => ctx.api.session.invite(input, ctx)),
    found: open
      .input(joining.foundInput)
      .output(s.meOutput)
      .mutation(({ ctx, input }) => ctx.api.session.found(input, ctx)),
    recovery: open
      .input(joining.recoveryInfoInput)
      .output(joining.recoveryInfoOutput)
      .query(({ ctx, input }) => ctx.api.session.recovery(input, ctx)),
    recover: open
      .input(joining.joinInput)
      .output(s.meOutput)
      .mutation(({ ctx, input }) => ctx.api.session.recover(input, ctx)),
    join: open
      .input(joining.joinInput)
      .output(s.meOutput)
      .mutation(({ ctx, input }) => ctx.api.session.join(input, ctx)),
    me: signedIn.output(s.meOutput).query(({ ctx }) => ctx.api.session.me(ctx.caller)),
    signedOut: open
      .meta({ servedForEver: true })
      .input(s.signedOutInput)
      .output(s.signedOutOutput)
      .query(({ ctx, input }) => ctx.api.session.signedOut(input, ctx)),
    address: open
      .meta({ servedForEver: true })
      .input(s.addressInput)
      .output(s.addressOutput)
      .query(({ ctx, input }) => ctx.api.session.address(input, ctx)),
  }),
  org: t.router({
    publish: signedIn
      .meta({ signs: 'publishOrganisation' })
      .input(s.publishInput)
      .output(s.publishOutput)
      .mutation(({ ctx, input, signal }) => ctx.api.org.publish(ctx.caller, input, signal)),
    proposed: signedIn.output(s.proposedOutput).query(({ ctx }) => ctx.api.org.proposed(ctx.caller)),
    invite: signedIn
      .meta({ signs: 'inviteDevice' })
      .input(s.inviteInput)
      .output(s.inviteOutput)
      .mutation(({ ctx, input }) => ctx.api.org.invite(ctx.caller, input)),
    confirm: signedIn
      .meta({ signs: 'confirmMember' })
      .input(s.confirmInput)
      .mutation(({ ctx, input }) => ctx.api.org.confirm(ctx.caller, input)),
    setRecoveryKey: signedIn
      .meta({ signs: 'setRecoveryKey' })
      .input(s.recoveryKeyInput)
      .mutation(({ ctx, input }) => ctx.api.org.setRecoveryKey(ctx.caller, input)),
    runners: signedIn.output(s.runnersOutput).query(({ ctx }) => ctx.api.org.runners(ctx.caller)),
    signInRunner: signedIn
      .meta({ signs: 'signInRunner' })
      .input(s.signInRunnerInput)
      .mutation(({ ctx, input }) => ctx.api.org.signInRunner(ctx.caller, input)),
    newLogKey: signedIn.output(s.logKeyOutput).mutation(({ ctx }) => ctx.api.org.newLogKey(ctx.caller)),
    rotateLogKey: signedIn
      .meta({ signs: 'rotateLogKey' })
      .input(s.rotateLogKeyInput)
      .mutation(({ ctx, input }) => ctx.api.org.rotateLogKey(ctx.caller, input)),
  }),
  devices: t.router({
    list: signedIn
      .meta({ servedForEver: true })
      .input(s.devicesInput)
      .output(s.devicesOutput)
      .query(({ ctx, input }) => ctx.api.devices.list(ctx.caller, input)),
    rename: signedIn
      .meta({ signs: 'renameDevice' })
      .input(s.renameDeviceInput)
      .mutation(({ ctx, input }) => ctx.api.devices.rename(ctx.caller, input)),
    remove: signedIn
      .meta({ endsAccess: true, signs: 'removeDevice' })
      .input(s.removeDeviceInput)
      .output(s.removeDeviceOutput)
      .mutation(({ ctx, input }) => ctx.api.devices.remove(ctx.caller, input)),
  }),
  catalog: t.router({
    list: signedIn.output(s.catalogOutput).query(({ ctx }) => ctx.api.catalog.list(ctx.caller)),
  }),
  policy: t.router({
    preview: signedIn
      .input(s.previewInput)
      .output(s.previewOutput)
      .query(({ ctx, input }) => ctx.api.policy.preview(ctx.caller, input)),
  }),
  requests: t.router({
    submit: signedIn
      .meta({ signs: 'submitRequest' })
      .input(s.submitInput)
      .output(requestStateSchema)
      .mutation(({ ctx, input }) => ctx.api.requests.submit(ctx.caller, input)),
    withdraw: signedIn
      .meta({ endsAccess: true, signs: 'withdrawRequest' })
      .input(s.withdrawInput)
      .output(requestStateSchema)
      .mutation(({ ctx, input }) => ctx.api.requests.withdraw(ctx.caller, input)),
    comment: signedIn
      .meta({ signs: 'commentOnRequest' })
      .input(s.commentInput)
      .output(requestStateSchema)
      .mutation(({ ctx, input }) => ctx.api.requests.comment(ctx.caller, input)),
    get: signedIn
      .meta({ servedForEver: true })
      .input(s.requestIdInput)
      .output(requestStateSchema)
      .query(({ ctx, input }) => ctx.api.requests.get(ctx.caller, input)),
    list: signedIn
      .meta({ servedForEver: true })
      .input(s.listInput)
      .output(s.requestListOutput)
      .query(({ ctx, input }) => ctx.api.requests.list(ctx.caller, input)),
  }),
  reviews: t.router({
    give: signedIn
      .meta({ signs: 'reviewRequest' })
      .input(s.reviewInput)
      .output(requestStateSchema)
      .mutation(({ ctx, input }) => ctx.api.reviews.give(ctx.caller, input)),
  }),
  grants: t.router({
    end: signedIn
      .meta({ endsAccess: true, signs: 'endGrant' })
      .input(s.endInput)
      .output(requestStateSchema)
      .mutation(({ ctx, input }) => ctx.api.grants.end(ctx.caller, input)),
    endAll: signedIn
      .meta({ endsAccess: true, signs: 'endAllGrants' })
      .input(s.endAllInput)
      .output(s.endAllOutput)
      .mutation(({ ctx, input }) => ctx.api.grants.endAll(ctx.caller, input)),
    extend: signedIn
      .input(s.extendInput)
      .mutation(({ ctx, input }) => ctx.api.grants.extend(ctx.caller, input)),
    credential: signedIn
      .input(s.credentialInput)
      .output(s.credentialOutput)
      .query(({ ctx, input }) => ctx.api.grants.credential(ctx.caller, input)),
  }),
  log: t.router({
    entries: signedIn
      .input(s.entriesInput)
      .output(s.entriesOutput)
      .query(({ ctx, input }) => ctx.api.log.entries(ctx.caller, input)),
    stream: signedIn
      .input(s.streamInput)
      .output(s.streamOutput)
      .query(({ ctx, input }) => ctx.api.log.stream(ctx.caller, input)),
    checkpoint: signedIn.output(s.checkpointOutput).query(({ ctx }) => ctx.api.log.checkpoint(ctx.caller)),
    inclusion: signedIn
      .input(s.inclusionInput)
      .output(s.proofOutput)
      .query(({ ctx, input }) => ctx.api.log.inclusion(ctx.caller, input)),
    consistency: signedIn
      .input(s.consistencyInput)
      .output(s.proofOutput)
      .query(({ ctx, input }) => ctx.api.log.consistency(ctx.caller, input)),
  }),
  /** Not checked on the way out, since one entry may go to thousands: the client parses what it receives. */
  changes: following
    .input(s.changesInput)
    .subscription(({ ctx, input }) => ctx.api.changes(ctx.caller, input, ctx.outlet ?? undefined)),
  pools: t.router({
    check: signedIn
      .input(poolsCheckInput)
      .output(poolsCheckOutput)
      .mutation(({ ctx, input }) => ctx.api.pools.check(ctx.caller, input)),
    checked: signedIn
      .input(poolsCheckInput)
      .output(poolsCheckOutput)
      .query(({ ctx, input }) => ctx.api.pools.checked(ctx.caller, input)),
  }),
  runner: t.router({
    lease: signedIn
      .meta({ endsAccess: true })
      .input(s.leaseInput)
      .output(s.leaseOutput)
      .mutation(({ ctx, input }) => ctx.api.runner.lease(ctx.caller, ctx.tooOld ? onlyEnds(input) : input)),
    report: signedIn
      .meta({ endsAccess: true, signs: 'reportGrant' })
      .input(s.reportInput)
      .mutation(({ ctx, input }) => ctx.api.runner.report(ctx.caller, input)),
    heartbeat: signedIn
      .meta({ endsAccess: true })
      .input(s.heartbeatInput)
      .mutation(({ ctx, input }) => ctx.api.runner.heartbeat(ctx.caller, input)),
    work: following
      .meta({ endsAccess: true })
      .input(s.workInput)
      .subscription(({ ctx, input }) => ctx.api.runner.work(ctx.caller, input, ctx.signal)),
  }),
});

export type AppRouter = typeof appRouter;

/** A runner that is too old ends what it granted, and begins nothing. */
function onlyEnds({ pool, max }: z.output<typeof s.leaseInput>): z.output<typeof s.leaseInput> {
  return { pool, max, revokeOnly: true };
}
