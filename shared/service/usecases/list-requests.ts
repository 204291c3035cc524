import type { z } from 'zod';
import type { Caller } from '../../contract/api.ts';
import type { listInput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { canReview } from '../../domain/can-review.ts';
import type { RequestState } from '../../domain/request.ts';
import type { Parts } from './parts.ts';

/** Newest first. The inbox holds what waits for a review that only the caller's step can give. */
export async function listRequests(
  { store, organisation }: Pick<Parts, 'store' | 'organisation'>,
  { memberId }: Caller,
  { scope, open, limit }: z.output<typeof listInput>,
): Promise<RequestState[]> {
  const isOwner = organisation.isOwner(memberId);
  if (scope !== 'inbox') return [...(await store.listRequests({ scope, memberId, isOwner, open, limit }))];
  const waiting = await store.listRequests({ scope, memberId, isOwner, open: true, limit: LIMITS.pageSize });
  return waiting.filter((state) => canReview(state, memberId)).slice(0, limit);
}
