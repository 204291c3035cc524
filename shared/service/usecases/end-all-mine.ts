import { ok } from '../../lib/result.ts';
import { endGrantsOf } from './end-grants-of.ts';
import type { Accepted } from './accept-statement.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Gives back everything that the caller has or is about to get. */
export async function endAllMine(
  parts: Pick<Parts, 'commits'>,
  { caller: { memberId }, body: { reason }, signed, id }: Accepted<'endAllGrants'>,
): Promise<{ ended: number }> {
  let requestIds: readonly string[] = [];
  const result = await parts.commits.run<{ ended: number }>({
    key: {
      caller: memberId,
      key: id,
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
        endGrantsOf(draft, requestId, { by: memberId, byOwner: false, reason, signed }),
      );
      return ok({ ended: ended.reduce((sum, each) => sum + each, 0) });
    },
  });
  return orThrow(result);
}
