import { z } from 'zod';
import { idSchema, lengthMsSchema, messageSchema, poolSchema, titleSchema } from './scalars.ts';

/** What a runner needs to reach a target. */
export const targetSchema = z.object({
  provider: z.object({
    id: idSchema,
    use: z.string().max(300),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    config: z.json(),
  }),
  entitlement: z.object({ id: idSchema, title: titleSchema, input: z.json() }),
});

/** How many checks a runner can take at once. */
export const CHECKS_PER_LEASE = 16;

/**
 * Work that changes nothing: is all there that the end of this entitlement will need? Handed out to runners that say how many
 * they can take, beside other work, and answered by a report with the same `fence`.
 */
export const checkWorkSchema = targetSchema.extend({
  kind: z.literal('check'),
  fence: z.number().int().nonnegative(),
});

/** What came of it. `problem`: what is missing, in the provider's own sentences; null: nothing is. */
export const checkReportSchema = z.object({
  kind: z.literal('checked'),
  pool: poolSchema,
  entitlementId: idSchema,
  fence: z.number().int().nonnegative(),
  problem: messageSchema.nullable(),
});

/** Null: every pool of which the caller may ask. */
export const poolsCheckInput = z.object({ pool: poolSchema.nullable() });

/**
 * `waiting`: a runner of the pool has not answered yet. `missing`: one of them says what is. `unanswered`: there is none.
 */
export const checkedEntitlementSchema = z.object({
  entitlementId: idSchema,
  title: titleSchema,
  pool: poolSchema,
  state: z.enum(['waiting', 'ok', 'missing', 'unanswered']),
  problems: z.array(z.object({ runnerId: idSchema, message: messageSchema })).max(100),
  /** How old the oldest of the answers is. Left out while one is missing, and by services of before. */
  ageMs: lengthMsSchema.optional(),
});
export const poolsCheckOutput = z.object({
  /** Each pool that was asked about, and how many of its runners gave a sign of life lately. */
  pools: z.array(z.object({ pool: poolSchema, runners: z.number().int().nonnegative() })).max(1_000),
  entitlements: z.array(checkedEntitlementSchema).max(20_000),
});
