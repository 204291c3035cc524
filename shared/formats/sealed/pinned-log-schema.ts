import { z } from 'zod';

const keySchema = z.string().min(1).max(500);

/** The log that a device pinned: its origin and C2SP verifier key. */
export const pinnedLogSchema = z.strictObject({
  origin: z.string().min(1).max(300),
  key: keySchema,
  /** Those that it had while this device knew it. */
  earlier: z.array(keySchema).max(100).optional(),
});
