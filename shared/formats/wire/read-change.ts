import { z } from 'zod';
import type { Change } from '../../contract/api-schemas.ts';
import { saidListSchema } from '../../contract/said-schemas.ts';
import { seqSchema, sha256HexSchema } from '../../contract/scalars.ts';
import { readBy } from './read-by.ts';

export const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('record'),
    seq: seqSchema,
    leafHash: sha256HexSchema,
    text: z.string().max(500_000),
    said: saidListSchema,
  }),
  z.object({ kind: z.literal('organisation'), version: z.number().int().nonnegative() }),
]) satisfies z.ZodType<Change>;

/** One event of the `changes` subscription. The service does not check these on the way out. */
export const readChange = readBy<Change>(changeSchema);
