import { z } from 'zod';
import { logKeySchema } from '../../contract/scalars.ts';

/** The log that a device pinned: its origin and C2SP verifier key. */
export const pinnedLogSchema = z.strictObject({
  origin: z.string().min(1).max(300),
  key: logKeySchema,
  /** Those that it had while this device knew it. */
  earlier: z.array(logKeySchema).max(100).optional(),
});
