import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { heartbeatInput } from '../../contract/api-schemas.ts';
import { err, ok } from '../../lib/result.ts';
import { checkPool } from './check-pool.ts';
import { leaseUntil } from './lease-until.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/**
 * A runner's sign of life: it keeps the work that it says it has. A lease whose answer was lost, or whose runner ended before
 * it wrote anything down, ends by itself, and the work is leased again.
 */
export async function renewLeases(
  parts: Pick<Parts, 'commits' | 'organisation' | 'builtInRunner'>,
  caller: Caller,
  { pool, grantIds: taken }: z.output<typeof heartbeatInput>,
): Promise<void> {
  const refusal = checkPool(parts, caller, pool);
  if (refusal) return orThrow(err(refusal));
  const runnerId = caller.deviceId;
  let grantIds: readonly string[] = [];
  const result = await parts.commits.run<null>({
    key: null,
    async gather(store) {
      const known = new Set(taken);
      grantIds = (await store.heldBy({ pool, runnerId }))
        .map((row) => row.grantId)
        .filter((id) => known.has(id));
      return { grantIds };
    },
    decide(draft) {
      for (const grantId of grantIds) {
        const row = draft.grant(grantId);
        if (row?.leaseRunner === runnerId) draft.putGrant({ ...row, leaseUntil: leaseUntil(draft.at) });
      }
      return ok(null);
    },
  });
  orThrow(result);
}
