import type { z } from 'zod';
import type { Caller } from '../../contract/api.ts';
import type { endAllInput } from '../../contract/api-schemas.ts';
import { ok } from '../../lib/result.ts';
import { endGrantsOf } from './end-grants-of.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Gives back everything that the caller has or is about to get. */
export async function endAllMine(
  parts: Pick<Parts, 'commits'>,
  { memberId }: Caller,
  { reason, idempotencyKey }: z.output<typeof endAllInput>,
): Promise<{ ended: number }> {
  let requestIds: readonly string[] = [];
  const result = await parts.commits.run<{ ended: number }>({
    key: {
      caller: memberId,
      key: idempotencyKey,
      verb: 'endAll',
      keep: ({ ended }) => ended,
      again: (ended) => Promise.resolve({ ended: Number(ended) }),
    },
    async gather(store) {
      requestIds = await store.openRequestsOf([memberId]);
      return { requestIds };
    },
    decide(draft) {
      const ended = requestIds.map((requestId) =>
        endGrantsOf(draft, requestId, { by: memberId, byOwner: false, reason }),
      );
      return ok({ ended: ended.reduce((sum, each) => sum + each, 0) });
    },
  });
  return orThrow(result);
}
