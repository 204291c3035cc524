import { decide } from '../../domain/request/decide.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { err, ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { maySee } from './may-see.ts';
import { NO_SUCH_REQUEST } from './no-such-request.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { requestKey } from './request-key.ts';

/** Takes a request back that nobody decided yet. */
export async function withdrawRequest(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto'>,
  accepted: Accepted<'withdrawRequest'>,
): Promise<RequestState> {
  const { caller, signed, body } = accepted;
  const { requestId } = body;
  const result = await parts.commits.run<RequestState>({
    key: requestKey(parts, accepted),
    requestIds: [requestId],
    decide(draft) {
      const state = draft.state(requestId);
      // Who left meanwhile, at another service, is nobody here.
      if (!state || !parts.organisation.has(caller.memberId) || !maySee(parts, caller.memberId, state))
        return err(NO_SUCH_REQUEST);
      const decided = decide(state, { type: 'withdraw', by: caller.memberId }, draft.at);
      return decided.ok
        ? ok(draft.append(requestId, { actor: caller.memberId, signed }, decided.value))
        : decided;
    },
  });
  return orThrow(result);
}
