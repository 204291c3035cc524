import { RefusalError } from '../../contract/refusal-error.ts';
import type { Caller } from '../../api/api.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { maySee } from './may-see.ts';
import { NO_SUCH_REQUEST } from './no-such-request.ts';
import type { Parts } from './parts.ts';

export async function getRequest(
  parts: Pick<Parts, 'store' | 'organisation'>,
  { memberId }: Caller,
  { requestId }: { requestId: string },
): Promise<RequestState> {
  const state = (await parts.store.states([requestId])).get(requestId);
  if (!state || !maySee(parts, memberId, state)) throw new RefusalError(NO_SUCH_REQUEST);
  return state;
}
