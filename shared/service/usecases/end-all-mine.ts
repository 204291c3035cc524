import type { z } from 'zod';
import type { Caller } from '../../contract/api.ts';
import type { endAllInput } from '../../contract/api-schemas.ts';
import { decide } from '../../domain/decide.ts';
import { grantsOf } from '../../domain/grants-of.ts';
import { ok } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
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
      requestIds = await store.openRequestsOf(memberId);
      return { requestIds };
    },
    decide(draft) {
      const ended = requestIds.map((requestId) => endAllOf(draft, { requestId, by: memberId, reason }));
      return ok({ ended: ended.reduce((sum, each) => sum + each, 0) });
    },
  });
  return orThrow(result);
}

function endAllOf(
  draft: Draft,
  { requestId, by, reason }: { requestId: string; by: string; reason: string },
): number {
  let ended = 0;
  const state = draft.state(requestId);
  for (const { entitlement } of state ? grantsOf(state) : []) {
    const { grantId } = entitlement;
    const decided = decide(
      draft.state(requestId),
      { type: 'end', grantId, by, byOwner: false, reason },
      draft.at,
    );
    // One that failed or is over already is not a reason to keep the others.
    if (!decided.ok || decided.value.length === 0) continue;
    draft.append(requestId, by, decided.value);
    ended += 1;
  }
  return ended;
}
