import { z } from 'zod';
import { checkedEntitlementSchema, poolsCheckOutput } from '../../contract/check-schemas.ts';
import type { PoolsChecked } from '../../contract/api-types.ts';
import { readEach } from '../format.ts';
import { readBy } from './read-by.ts';

export interface Checked extends PoolsChecked {
  /** What was said of so many more, or of so many more pools, only a newer Latchkey knows: nothing may be taken for granted. */
  readonly newer: number;
}

const checkedSchema = z.object({
  pools: z.array(z.unknown()).max(1_000),
  entitlements: z.array(z.unknown()).max(20_000),
});
const readPool = readBy(poolsCheckOutput.shape.pools.element);
const readEntitlement = readBy(checkedEntitlementSchema);

/** Pool by pool and entitlement by entitlement. Throws when there are no lists of them. */
export function readPoolsChecked(raw: unknown): Checked {
  const said = checkedSchema.parse(raw);
  const pools = readEach(said.pools, readPool);
  const entitlements = readEach(said.entitlements, readEntitlement);
  return {
    pools: [...pools.known],
    entitlements: [...entitlements.known],
    newer: pools.unknown.length + entitlements.unknown.length,
  };
}
