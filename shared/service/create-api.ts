import { sentMistake } from '../contract/mistake.ts';
import type { Api, Caller } from '../api/api.ts';
import type { SignedCall } from '../contract/statement-schemas.ts';
import type { StatementType } from '../domain/statements/statement.ts';
import { err } from '../lib/result.ts';
import { acceptStatement } from './usecases/accept-statement.ts';
import { checkPools, leaseChecks, poolsChecked, reportCheck } from './usecases/check-ends.ts';
import { checkPool } from './usecases/check-pool.ts';
import { commentOnRequest } from './usecases/comment-on-request.ts';
import { confirmMember } from './usecases/confirm-member.ts';
import { createInvite } from './usecases/create-invite.ts';
import { describeMe } from './usecases/describe-me.ts';
import { endAllMine } from './usecases/end-all-mine.ts';
import { endGrant } from './usecases/end-grant.ts';
import { foundOrganisation } from './usecases/found-organisation.ts';
import { lookAtInvite } from './usecases/look-at-invite.ts';
import { followChanges } from './usecases/follow-changes.ts';
import { getCredential } from './usecases/get-credential.ts';
import { getRequest } from './usecases/get-request.ts';
import { giveReview } from './usecases/give-review.ts';
import { joinOrganisation } from './usecases/join-organisation.ts';
import { leaseWork } from './usecases/lease-work.ts';
import { listCatalog } from './usecases/list-catalog.ts';
import { listDevices } from './usecases/list-devices.ts';
import { listRequests } from './usecases/list-requests.ts';
import { orThrow } from './usecases/or-throw.ts';
import type { Parts } from './usecases/parts.ts';
import { previewRequest } from './usecases/preview-request.ts';
import { proveAddress } from './usecases/prove-address.ts';
import { proveConsistency, proveInclusion, readCheckpoint } from './usecases/prove-log.ts';
import { proveSignedOut } from './usecases/prove-signed-out.ts';
import { publishAsOwner } from './usecases/publish-as-owner.ts';
import { readEntries } from './usecases/read-entries.ts';
import { readProposal } from './usecases/read-proposal.ts';
import { readStream } from './usecases/read-stream.ts';
import { lookAtRecovery, recoverOwner } from './usecases/recover-owner.ts';
import { refuseToExtend } from './usecases/refuse-to-extend.ts';
import { removeDevice } from './usecases/remove-device.ts';
import { renameDevice } from './usecases/rename-device.ts';
import { renewLeases } from './usecases/renew-leases.ts';
import { reportWork } from './usecases/report-work.ts';
import { newLogKey, rotateLogKey } from './usecases/rotate-log-key.ts';
import { setRecoveryKey } from './usecases/set-recovery-key.ts';
import { listRunners, signInRunner } from './usecases/sign-in-runner.ts';
import { submitRequest } from './usecases/submit-request.ts';
import { withdrawRequest } from './usecases/withdraw-request.ts';

/** The use cases as the contract names them. */
export function createApi(parts: Parts): Api {
  const accept = <T extends StatementType>(caller: Caller, type: T, call: SignedCall<T>) =>
    acceptStatement(parts, caller, type, call);
  return {
    session: {
      invite: (input) => lookAtInvite(parts, input),
      found: (input) => foundOrganisation(parts, input),
      join: (input) => joinOrganisation(parts, input),
      recovery: async (input) => lookAtRecovery(parts, input),
      recover: (input) => recoverOwner(parts, input),
      me: async (caller) => describeMe(parts, caller),
      signedOut: (input) => proveSignedOut(parts, input),
      address: async (input) => proveAddress(parts, input),
    },
    org: {
      async publish(caller, input, signal) {
        const { mistakes, ...published } = await publishAsOwner(parts, caller, { input, signal });
        return { ...published, mistakes: mistakes.map(sentMistake) };
      },
      proposed: async (caller) => readProposal(parts, caller),
      async invite(caller, input) {
        const { body, signed } = await accept(caller, 'inviteDevice', input);
        return createInvite(parts, { actor: caller.memberId, isService: false, signed }, body);
      },
      setRecoveryKey: async (caller, input) =>
        setRecoveryKey(parts, await accept(caller, 'setRecoveryKey', input)),
      runners: (caller) => listRunners(parts, caller),
      signInRunner: async (caller, input) => signInRunner(parts, await accept(caller, 'signInRunner', input)),
      newLogKey: (caller) => newLogKey(parts, caller),
      rotateLogKey: async (caller, input) => rotateLogKey(parts, await accept(caller, 'rotateLogKey', input)),
      confirm: async (caller, input) => confirmMember(parts, await accept(caller, 'confirmMember', input)),
    },
    devices: {
      list: (caller, input) => listDevices(parts, caller, input),
      rename: async (caller, input) => renameDevice(parts, await accept(caller, 'renameDevice', input)),
      remove: async (caller, input) => removeDevice(parts, await accept(caller, 'removeDevice', input)),
    },
    catalog: { list: (caller) => listCatalog(parts, caller) },
    policy: { preview: async (caller, input) => previewRequest(parts, caller, input) },
    requests: {
      submit: async (caller, input) => submitRequest(parts, await accept(caller, 'submitRequest', input)),
      withdraw: async (caller, input) =>
        withdrawRequest(parts, await accept(caller, 'withdrawRequest', input)),
      comment: async (caller, input) =>
        commentOnRequest(parts, await accept(caller, 'commentOnRequest', input)),
      get: (caller, input) => getRequest(parts, caller, input),
      list: (caller, input) => listRequests(parts, caller, input),
    },
    reviews: {
      give: async (caller, input) => giveReview(parts, await accept(caller, 'reviewRequest', input)),
    },
    grants: {
      end: async (caller, input) => endGrant(parts, await accept(caller, 'endGrant', input)),
      endAll: async (caller, input) => endAllMine(parts, await accept(caller, 'endAllGrants', input)),
      extend: refuseToExtend,
      credential: (caller, input) => getCredential(parts, caller, input),
    },
    log: {
      entries: (caller, input) => readEntries(parts, caller, input),
      stream: (caller, input) => readStream(parts, caller, input),
      checkpoint: () => readCheckpoint(parts),
      inclusion: (_caller, input) => proveInclusion(parts, input),
      consistency: (_caller, input) => proveConsistency(parts, input),
    },
    changes: (caller, input, outlet) => followChanges(parts, { caller, outlet, ...input }),
    pools: {
      check: async (caller, input) => checkPools(parts, caller, input),
      checked: async (caller, input) => poolsChecked(parts, caller, input),
    },
    runner: {
      // What ends access is handed out first, whatever is to be checked.
      lease: async (caller, input) => {
        const { pool, checks: most = 0 } = input;
        const work = await leaseWork(parts, caller, input);
        return [...work, ...leaseChecks(parts, caller, { pool, most })];
      },
      async report(caller, input) {
        if ('kind' in input) return reportCheck(parts, caller, input);
        const { body, signed } = await accept(caller, 'reportGrant', input);
        const { state = null, sealed = [] } = input;
        const report = body.kind === 'activated' ? { ...body, state, sealed } : body;
        return reportWork(parts, caller, { report, signed });
      },
      heartbeat: (caller, input) => renewLeases(parts, caller, input),
      work(caller, { pool }, signal) {
        const refusal = checkPool(parts, caller, pool);
        if (refusal) return orThrow(err(refusal));
        return parts.work.listen(pool, signal);
      },
    },
  };
}
