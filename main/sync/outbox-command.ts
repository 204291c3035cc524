import { z } from 'zod';
import {
  commentInput,
  reviewInput,
  submitInput,
  withdrawInput,
  endInput,
} from '../../shared/contract/api-schemas.ts';
import {
  durationMsSchema,
  instantSchema,
  messageSchema,
  requestIdSchema,
  sha256HexSchema,
} from '../../shared/contract/scalars.ts';

const common = {
  /** The idempotency key of the command: sent again, it is carried out once. */
  key: z.string().min(8).max(64),
  requestId: requestIdSchema,
  /** What it is about, for showing. */
  title: z.string().max(5_000),
  /** Of a request that is there already: who asked, for how long and why, as it was on the screen. */
  about: z
    .object({
      requesterName: z.string().max(1_000),
      durationMs: durationMsSchema,
      reason: z.string().max(20_000),
      /** What the reason is bound by, so that it is known here when it is erased. */
      boundBy: sha256HexSchema.optional(),
    })
    .optional(),
  createdAt: instantSchema,
  state: z.enum(['waiting', 'sending', 'refused']),
  message: messageSchema.nullable(),
};

/** A command that a person gave and the service has not answered. A review is signed when it is given, so it can wait as it is. */
export const outboxCommandSchema = z.discriminatedUnion('procedure', [
  z.object({ ...common, procedure: z.literal('submit'), input: submitInput }),
  z.object({ ...common, procedure: z.literal('withdraw'), input: withdrawInput }),
  z.object({ ...common, procedure: z.literal('comment'), input: commentInput }),
  z.object({ ...common, procedure: z.literal('review'), input: reviewInput }),
  z.object({ ...common, procedure: z.literal('end'), input: endInput }),
]);
export type OutboxCommand = z.output<typeof outboxCommandSchema>;
