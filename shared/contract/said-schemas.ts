import { z } from 'zod';
import { SALT, type ErasedText, type SaidText } from '../lib/said.ts';
import { LIMITS } from './limits.ts';
import { commentSchema, reasonSchema, sha256HexSchema, wholeText } from './scalars.ts';

const saltSchema = z.string().regex(SALT);
const textOf = (text: z.ZodString) => z.object({ text, salt: saltSchema }) satisfies z.ZodType<SaidText>;
const erasedSchema = z.object({ sha256: sha256HexSchema }) satisfies z.ZodType<ErasedText>;

/** What a person says, as it is sent: who writes it makes the salt. */
export const reasonTextSchema = textOf(wholeText(reasonSchema));
export const commentTextSchema = textOf(wholeText(commentSchema));

/** The same in what has happened, where it may have been erased since. */
export const reasonSaidSchema = z.union([textOf(reasonSchema), erasedSchema]);
export const commentSaidSchema = z.union([textOf(commentSchema), erasedSchema]);

/** What was said in an entry, beside its leaf. Left out: nothing. */
export const saidListSchema = z
  .array(textOf(z.string().max(Math.max(LIMITS.reasonLength, LIMITS.commentLength))))
  .max(LIMITS.saidPerEntry)
  .default([]);
