import { z } from 'zod';
import type { StatementType } from '../../shared/domain/statements/statement.ts';
import {
  durationMsSchema,
  instantSchema,
  spokenSchema,
  requestIdSchema,
  sha256HexSchema,
} from '../../shared/contract/scalars.ts';
import { sayableSchema, type ReadBody, type Sayable } from '../../shared/contract/statement-schemas.ts';

const common = {
  /** Names it here. */
  key: z.string().min(8).max(64),
  requestId: requestIdSchema,
  /** What it is about, for showing. */
  title: z.string().max(5_000),
  /** Of a request that is there already: who asked, for how long and why, as it was on the screen. */
  about: z
    .object({
      requesterName: z.string().max(1_000),
      durationMs: durationMsSchema,
      /** Empty where it was erased. What an earlier Latchkey kept says so in words. */
      reason: z.string().max(20_000),
      isErased: z.literal(true).optional(),
      /** What the reason is bound by, so that it is known here when it is erased. */
      boundBy: sha256HexSchema.optional(),
    })
    .optional(),
  createdAt: instantSchema,
  state: z.enum(['waiting', 'sending', 'refused']),
  message: spokenSchema.nullable(),
};

/**
 * A command that a person gave and the service has not answered. It was signed when it was given, so it can wait as it is; only
 * what an earlier Latchkey left is signed when it is sent.
 */
export const outboxCommandSchema = z.discriminatedUnion('procedure', [
  z.object({ ...common, procedure: z.literal('submit'), input: sayableSchema('submitRequest') }),
  z.object({ ...common, procedure: z.literal('withdraw'), input: sayableSchema('withdrawRequest') }),
  z.object({ ...common, procedure: z.literal('comment'), input: sayableSchema('commentOnRequest') }),
  z.object({ ...common, procedure: z.literal('review'), input: sayableSchema('reviewRequest') }),
  z.object({ ...common, procedure: z.literal('end'), input: sayableSchema('endGrant') }),
]);
export type OutboxCommand = z.output<typeof outboxCommandSchema>;

/** What is said in it. */
export function saidIn<T extends StatementType>(input: Sayable<T>): ReadBody<T> {
  return 'signed' in input ? input.signed.statement.body : input;
}
