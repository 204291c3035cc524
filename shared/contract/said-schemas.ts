import { z } from 'zod';
import { SALT, type ErasedText, type SaidText } from '../lib/said.ts';
import { LIMITS } from './limits.ts';
import { commentSchema, reasonSchema, sha256HexSchema } from './scalars.ts';

const saltSchema = z.string().regex(SALT);
const textOf = (text: z.ZodString) => z.object({ text, salt: saltSchema }) satisfies z.ZodType<SaidText>;
const erasedSchema = z.object({ sha256: sha256HexSchema }) satisfies z.ZodType<ErasedText>;

/** What a person says, as it is sent: who writes it makes the salt. */
export const reasonTextSchema = textOf(reasonSchema);
export const commentTextSchema = textOf(commentSchema);

/** The same in what has happened, where it may have been erased since. */
export const reasonSaidSchema = z.union([reasonTextSchema, erasedSchema]);
export const commentSaidSchema = z.union([commentTextSchema, erasedSchema]);

/** What was said in an entry, beside its leaf. Left out: nothing. */
export const saidListSchema = z
  .array(textOf(z.string().max(Math.max(LIMITS.reasonLength, LIMITS.commentLength))))
  .max(LIMITS.saidPerEntry)
  .default([]);
