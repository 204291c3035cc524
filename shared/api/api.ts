import type { z } from 'zod';
import type { RequestState } from '../domain/request/request.ts';
import type * as s from '../contract/api-schemas.ts';
import type * as joining from '../contract/join-schemas.ts';
import type { PoolsChecked } from '../contract/api-types.ts';
import type { poolsCheckInput } from '../contract/check-schemas.ts';
import type { ChangeEvent } from './change-event.ts';
import type { Outlet } from './outlet.ts';

type In<T extends z.ZodType> = z.output<T>;
type Out<T extends z.ZodType> = z.input<T>;

/** Who calls, found from the proof of the call by the service before a procedure runs. */
export interface Caller {
  readonly memberId: string;
  readonly deviceId: string;
}

/**
 * What a service does for its callers, one function a procedure. shared/service/create-api.ts implements it; app-router.ts puts
 * it on the wire. Refusals are thrown as `RefusalError` (contract/refusal-error.ts) and arrive at the client as refusals.
 */
export interface Api {
  session: {
    /** Whom an invite is for. */
    invite(
      input: In<typeof joining.inviteInfoInput>,
      origin: { readonly address: string },
    ): Promise<Out<typeof joining.inviteInfoOutput>>;
    found(
      input: In<typeof joining.foundInput>,
      origin: { readonly address: string },
    ): Promise<Out<typeof s.meOutput>>;
    /** Of which organisation a recovery key is. */
    recovery(
      input: In<typeof joining.recoveryInfoInput>,
      origin: { readonly address: string },
    ): Promise<Out<typeof joining.recoveryInfoOutput>>;
    recover(
      input: In<typeof joining.joinInput>,
      origin: { readonly address: string },
    ): Promise<Out<typeof s.meOutput>>;
    join(
      input: In<typeof joining.joinInput>,
      origin: { readonly address: string },
    ): Promise<Out<typeof s.meOutput>>;
    me(caller: Caller): Promise<Out<typeof s.meOutput>>;
    signedOut(
      input: In<typeof s.signedOutInput>,
      origin: { readonly address: string },
    ): Promise<Out<typeof s.signedOutOutput>>;
    address(
      input: In<typeof s.addressInput>,
      origin: { readonly address: string },
    ): Promise<Out<typeof s.addressOutput>>;
  };
  org: {
    /** `signal`: aborted when nobody waits for the answer any more; nothing is published then. */
    publish(
      caller: Caller,
      input: In<typeof s.publishInput>,
      signal?: AbortSignal,
    ): Promise<Out<typeof s.publishOutput>>;
    proposed(caller: Caller): Promise<Out<typeof s.proposedOutput>>;
    invite(caller: Caller, input: In<typeof s.inviteInput>): Promise<Out<typeof s.inviteOutput>>;
    setRecoveryKey(caller: Caller, input: In<typeof s.recoveryKeyInput>): Promise<void>;
    confirm(caller: Caller, input: In<typeof s.confirmInput>): Promise<void>;
    /** Those of the services themselves. */
    runners(caller: Caller): Promise<Out<typeof s.runnersOutput>>;
    signInRunner(caller: Caller, input: In<typeof s.signInRunnerInput>): Promise<void>;
    /** The key that the log is to get, made where it is not there yet. */
    newLogKey(caller: Caller): Promise<Out<typeof s.logKeyOutput>>;
    rotateLogKey(caller: Caller, input: In<typeof s.rotateLogKeyInput>): Promise<void>;
  };
  devices: {
    list(caller: Caller, input: In<typeof s.devicesInput>): Promise<Out<typeof s.devicesOutput>>;
    rename(caller: Caller, input: In<typeof s.renameDeviceInput>): Promise<void>;
    remove(caller: Caller, input: In<typeof s.removeDeviceInput>): Promise<Out<typeof s.removeDeviceOutput>>;
  };
  catalog: { list(caller: Caller): Promise<Out<typeof s.catalogOutput>> };
  policy: { preview(caller: Caller, input: In<typeof s.previewInput>): Promise<Out<typeof s.previewOutput>> };
  requests: {
    submit(caller: Caller, input: In<typeof s.submitInput>): Promise<RequestState>;
    withdraw(caller: Caller, input: In<typeof s.withdrawInput>): Promise<RequestState>;
    comment(caller: Caller, input: In<typeof s.commentInput>): Promise<RequestState>;
    get(caller: Caller, input: In<typeof s.requestIdInput>): Promise<RequestState>;
    list(caller: Caller, input: In<typeof s.listInput>): Promise<RequestState[]>;
  };
  reviews: { give(caller: Caller, input: In<typeof s.reviewInput>): Promise<RequestState> };
  grants: {
    end(caller: Caller, input: In<typeof s.endInput>): Promise<RequestState>;
    endAll(caller: Caller, input: In<typeof s.endAllInput>): Promise<Out<typeof s.endAllOutput>>;
    extend(caller: Caller, input: In<typeof s.extendInput>): Promise<never>;
    credential(caller: Caller, input: In<typeof s.credentialInput>): Promise<Out<typeof s.credentialOutput>>;
  };
  log: {
    entries(caller: Caller, input: In<typeof s.entriesInput>): Promise<Out<typeof s.entriesOutput>>;
    /** All of one request, for who may see it now and could not when it was made. */
    stream(caller: Caller, input: In<typeof s.streamInput>): Promise<Out<typeof s.streamOutput>>;
    checkpoint(caller: Caller): Promise<Out<typeof s.checkpointOutput>>;
    inclusion(caller: Caller, input: In<typeof s.inclusionInput>): Promise<Out<typeof s.proofOutput>>;
    consistency(caller: Caller, input: In<typeof s.consistencyInput>): Promise<Out<typeof s.proofOutput>>;
  };
  /** Who does not want more of them says so by `return()`, also while it waits for the next. */
  changes(
    caller: Caller,
    input: In<typeof s.changesInput>,
    /** Nothing of the past is sent faster than this takes it. */
    outlet?: Outlet,
  ): AsyncIterableIterator<ChangeEvent, undefined>;
  pools: {
    /** Asks the runners anew whether access could be ended. */
    check(caller: Caller, input: In<typeof poolsCheckInput>): Promise<PoolsChecked>;
    /** What they have said so far. */
    checked(caller: Caller, input: In<typeof poolsCheckInput>): Promise<PoolsChecked>;
  };
  runner: {
    lease(caller: Caller, input: In<typeof s.leaseInput>): Promise<Out<typeof s.leaseOutput>>;
    report(caller: Caller, input: In<typeof s.reportInput>): Promise<void>;
    heartbeat(caller: Caller, input: In<typeof s.heartbeatInput>): Promise<void>;
    work(caller: Caller, input: In<typeof s.workInput>, signal: AbortSignal): AsyncIterable<s.WorkSignal>;
  };
}
