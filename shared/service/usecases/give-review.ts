import { RefusalError } from '../../contract/refusal-error.ts';
import { decide } from '../../domain/request/decide.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import type { Accepted } from './accept-statement.ts';
import { CLOCK_WENT_BACK } from './clock-went-back.ts';
import { maySee } from './may-see.ts';
import { NO_SUCH_REQUEST } from './no-such-request.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { readStandings, type Standings } from './read-standings.ts';
import { requestKey } from './request-key.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

type Needs = Pick<Parts, 'store' | 'commits' | 'organisation' | 'time' | 'crypto' | 'bonds'>;
type Reviewed = Accepted<'reviewRequest'>;

/** Approves or denies: counts only of exactly what was seen. */
export async function giveReview(parts: Needs, accepted: Reviewed): Promise<RequestState> {
  const { requestId, decision } = accepted.body;
  const standings = await readStandings(parts, parts.store, [requestId]);
  const result = await parts.commits.run<RequestState>({
    key: requestKey(parts, accepted),
    requestIds: [requestId],
    decide: (draft) => review(parts, { accepted, draft, standings }),
  });
  const state = orThrow(result);
  // It was not approved: the request says so from now on, and so does the answer.
  if (decision === 'approve' && state.phase.kind === 'refused') throw new RefusalError(state.phase.refusal);
  return state;
}

function review(
  parts: Needs,
  { accepted, draft, standings }: { accepted: Reviewed; draft: Draft; standings: Standings },
): Result<RequestState, Refusal> {
  const { caller, body, signed } = accepted;
  const { requestId, decision, comment, requestHash, step } = body;
  const { memberId, deviceId } = caller;
  const state = draft.state(requestId);
  if (!state || !maySee(parts, memberId, state)) return err(NO_SUCH_REQUEST);
  if (decision === 'approve' && parts.time.isBehind()) return err(CLOCK_WENT_BACK);
  const { problem } = parts.organisation;
  if (decision === 'approve' && problem !== null) return err(unreadableOrganisation(problem));
  const standing = standings(state.facts, draft.at);
  const command = { standing, decision, comment, step, requestHash, deviceId, reviewer: memberId };
  const decided = decide(state, { type: 'review', ...command }, draft.at);
  return decided.ok ? ok(draft.append(requestId, { actor: memberId, signed }, decided.value)) : decided;
}
