import type { z } from 'zod';
import type { Caller } from '../../contract/api.ts';
import type { withdrawInput } from '../../contract/api-schemas.ts';
import { decide } from '../../domain/request/decide.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { err, ok } from '../../lib/result.ts';
import { maySee } from './may-see.ts';
import { NO_SUCH_REQUEST } from './no-such-request.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { requestKey } from './request-key.ts';

/** Takes a request back that nobody decided yet. */
export async function withdrawRequest(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto'>,
  caller: Caller,
  { requestId, idempotencyKey }: z.output<typeof withdrawInput>,
): Promise<RequestState> {
  const result = await parts.commits.run<RequestState>({
    key: requestKey(parts, caller, { key: idempotencyKey, verb: `withdraw ${requestId}` }),
    requestIds: [requestId],
    decide(draft) {
      const state = draft.state(requestId);
      // Who left meanwhile, at another service, is nobody here.
      if (!state || !parts.organisation.has(caller.memberId) || !maySee(parts, caller.memberId, state))
        return err(NO_SUCH_REQUEST);
      const decided = decide(state, { type: 'withdraw', by: caller.memberId }, draft.at);
      return decided.ok ? ok(draft.append(requestId, caller.memberId, decided.value)) : decided;
    },
  });
  return orThrow(result);
}
