import { z } from 'zod';
import { CHECKS_PER_LEASE, checkWorkSchema } from '../../contract/check-schemas.ts';
import { workSchema } from '../../contract/api-schemas.ts';
import type { CheckWork, Work } from '../../contract/api-types.ts';
import { grantIdSchema, instantSchema } from '../../contract/scalars.ts';
import type { Instant } from '../../lib/time.ts';
import type { Unknown } from '../format.ts';
import { fieldOf } from './field-of.ts';
import { readBy } from './read-by.ts';

export type Leased = Work | CheckWork | Unknown;

const leaseSchema = z.array(z.unknown()).max(100 + CHECKS_PER_LEASE);
const readWork = readBy<Work | CheckWork>(z.discriminatedUnion('kind', [workSchema, checkWorkSchema]));

/** Leased work, each by itself, in order. Throws when it is no list, or one that is too long. */
export function readLease(raw: unknown): readonly Leased[] {
  return leaseSchema.parse(raw).map((each) => {
    const read = readWork(each);
    return read.kind === 'known' ? read.value : read;
  });
}

/** What has to be known to end what a runner has in its journal. */
export interface EndOrder {
  readonly grantId: string;
  /** Null: not known which lease it is. */
  readonly fence: number | null;
  readonly expiresAt: Instant | null;
  readonly reportedGone: boolean;
}

/** The order to end something that work is whose details do not fit; null when it is none. */
export function endOrderIn({ raw }: Unknown): EndOrder | null {
  const grantId = grantIdSchema.safeParse(fieldOf(raw, 'grantId')).data;
  if (fieldOf(raw, 'kind') !== 'revoke' || grantId === undefined) return null;
  return {
    grantId,
    fence: workSchema.shape.fence.safeParse(fieldOf(raw, 'fence')).data ?? null,
    expiresAt: instantSchema.safeParse(fieldOf(raw, 'expiresAt')).data ?? null,
    reportedGone: fieldOf(raw, 'reportedGone') === true,
  };
}
