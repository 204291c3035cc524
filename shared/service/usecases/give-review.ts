import type { z } from 'zod';
import type { Caller } from '../../contract/api.ts';
import type { reviewInput } from '../../contract/api-schemas.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { decide } from '../../domain/request/decide.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { reviewMessage } from '../../domain/request/reviewed-content.ts';
import { canonicalBytes } from '../../lib/canonical-json.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import { CLOCK_WENT_BACK } from './clock-went-back.ts';
import { maySee } from './may-see.ts';
import { NO_SUCH_REQUEST } from './no-such-request.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { readStandings, type Standings } from './read-standings.ts';
import { requestKey } from './request-key.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

type Input = z.output<typeof reviewInput>;
type Needs = Pick<Parts, 'store' | 'commits' | 'organisation' | 'time' | 'crypto' | 'bonds'>;

/** Approves or denies. Counts only with a signature by the calling device over exactly what was seen. */
export async function giveReview(parts: Needs, caller: Caller, input: Input): Promise<RequestState> {
  const { requestId, idempotencyKey, decision } = input;
  const isSigned = await hasValidSignature(parts, caller, input);
  const standings = await readStandings(parts, parts.store, [requestId]);
  const result = await parts.commits.run<RequestState>({
    key: requestKey(parts, caller, { key: idempotencyKey, verb: `${decision} ${requestId}` }),
    requestIds: [requestId],
    decide: (draft) => (isSigned ? review(parts, { caller, input, draft, standings }) : err(BAD_SIGNATURE)),
  });
  const state = orThrow(result);
  // It was not approved: the request says so from now on, and so does the answer.
  if (decision === 'approve' && state.phase.kind === 'refused') throw new RefusalError(state.phase.refusal);
  return state;
}

const BAD_SIGNATURE = refuse(
  'badSignature',
  'The signature does not fit this review and this device. Join again if the device was set up anew.',
);

async function hasValidSignature(
  { store, organisation, crypto }: Needs,
  { deviceId, memberId }: Caller,
  { requestId, requestHash, decision, comment, step, signature }: Input,
): Promise<boolean> {
  const device = await store.device(deviceId);
  if (device?.person !== memberId) return false;
  const { origin } = organisation.identity;
  const message = canonicalBytes(
    reviewMessage(crypto.sha256, { origin, requestId, requestHash, decision, comment, step }),
  );
  return crypto.verify(
    Buffer.from(device.signingKey, 'base64url'),
    message,
    Buffer.from(signature, 'base64url'),
  );
}

function review(
  parts: Needs,
  { caller, input, draft, standings }: { caller: Caller; input: Input; draft: Draft; standings: Standings },
): Result<RequestState, Refusal> {
  const { requestId, decision, comment, requestHash, signature, step } = input;
  const { memberId, deviceId } = caller;
  const state = draft.state(requestId);
  if (!state || !maySee(parts, memberId, state)) return err(NO_SUCH_REQUEST);
  if (decision === 'approve' && parts.time.isBehind()) return err(CLOCK_WENT_BACK);
  const { problem } = parts.organisation;
  if (decision === 'approve' && problem !== null) return err(unreadableOrganisation(problem));
  const standing = standings(state.facts, draft.at);
  const command = { standing, decision, comment, step, requestHash, signature, deviceId, reviewer: memberId };
  const decided = decide(state, { type: 'review', ...command }, draft.at);
  return decided.ok ? ok(draft.append(requestId, memberId, decided.value)) : decided;
}
