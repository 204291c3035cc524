import { decide } from '../../domain/request/decide.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { err, ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { maySee } from './may-see.ts';
import { NO_SUCH_REQUEST } from './no-such-request.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { requestKey } from './request-key.ts';

/** Says something about a request, to all who may see it. */
export async function commentOnRequest(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto'>,
  accepted: Accepted<'commentOnRequest'>,
): Promise<RequestState> {
  const { caller, signed, body } = accepted;
  const { requestId, commentId, comment } = body;
  const { memberId: by } = caller;
  const result = await parts.commits.run<RequestState>({
    key: requestKey(parts, accepted),
    requestIds: [requestId],
    decide(draft) {
      const state = draft.state(requestId);
      // Who left meanwhile, at another service, is nobody here.
      if (!state || !parts.organisation.has(by) || !maySee(parts, by, state)) return err(NO_SUCH_REQUEST);
      const byOwner = parts.organisation.isOwner(by);
      const decided = decide(state, { type: 'comment', by, byOwner, comment, commentId }, draft.at);
      return decided.ok ? ok(draft.append(requestId, { actor: by, signed }, decided.value)) : decided;
    },
  });
  return orThrow(result);
}
