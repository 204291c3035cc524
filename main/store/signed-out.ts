import { z } from 'zod';
import { idSchema, instantSchema, requestIdSchema } from '../../shared/contract/scalars.ts';
import { OUTBOX_KINDS } from '../../shared/contract/snapshot.ts';

const titleSchema = z.string().max(5_000);

/** That this device was signed out, and all that is still to be told of it. Kept in `desktop.json`; no secret is in it. */
export const signedOutSchema = z.object({
  since: instantSchema,
  mode: z.enum(['solo', 'team']),
  /** Of the identity that ended: another one was joined since, and is left alone. */
  deviceId: idSchema,
  url: z.string().max(500),
  /** The log that was pinned: the history is still verified against it. */
  log: z.object({ origin: z.string().min(1).max(300), key: z.string().min(1).max(500) }),
  /** The person did it, on this device. Missing in what an earlier version kept. */
  isByOneself: z.boolean().optional(),
  /** Access that was held, or was being set up. */
  ended: z
    .array(z.object({ requestId: requestIdSchema, title: titleSchema, until: instantSchema.nullable() }))
    .max(1_000),
  /** What waited to be sent. */
  notSent: z
    .array(
      z.object({
        kind: z.enum(OUTBOX_KINDS),
        title: titleSchema,
        createdAt: instantSchema,
      }),
    )
    .max(1_000),
});
export type SignedOut = z.output<typeof signedOutSchema>;
