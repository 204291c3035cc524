import { z } from 'zod';
import { saidLength } from '../lib/said-length.ts';
import { durationMs, instant } from '../lib/time.ts';
import { isTold, type Told } from '../words/told.ts';
import { because } from './schema-words.ts';
import { LIMITS } from './limits.ts';

/** Scalars that several schemas use. Text is text: what it must not do is decided where it is shown, not here. */
const bounded = (max: number) => z.string().max(max);

/**
 * The same as an input: PostgreSQL takes no NUL, and canonical JSON (RFC 8785, 3.2.2.2) no half of a surrogate pair, so that who
 * checks the log with other tools fails at it.
 */
export const wholeText = (text: z.ZodString) =>
  text
    .refine((value) => !value.includes('\0'), because('hasNul'))
    .refine((value) => !/\p{Cs}/u.test(value), because('hasHalfCharacter'));
/** The name of something new, which is to be told apart from others. */
export const newNameSchema = () =>
  wholeText(nameSchema).refine((name) => saidLength(name) > 0, because('hasNothingSeen'));

export const idSchema = bounded(LIMITS.idLength).min(1);
/** `[a-z0-9]` so that a provider may put it into a role name, a file name or a key id as it is. */
export const grantIdSchema = z.string().regex(/^[a-z0-9]{8,40}$/);
export const requestIdSchema = z.string().regex(/^[a-z0-9]{8,40}$/);
export const commentIdSchema = z.string().regex(/^[a-z0-9]{8,40}$/);
/** Makes a command safe to send again: the same key is carried out once and answered the same. */
export const idempotencyKeySchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
export const titleSchema = bounded(LIMITS.titleLength);
export const nameSchema = bounded(LIMITS.nameLength).min(1);
export const reasonSchema = bounded(LIMITS.reasonLength);
export const commentSchema = bounded(LIMITS.commentLength);
export const ticketSchema = bounded(LIMITS.ticketLength);
export const messageSchema = bounded(LIMITS.messageLength);
/** What is told to people, by a code that this Latchkey knows. Its parameters are bounded there. */
export const toldSchema = z.custom<Told>((value) => isTold(value));
export const spokenSchema = z.union([messageSchema, toldSchema]);
export const evidenceSchema = bounded(LIMITS.evidenceLength);
export const instantSchema = z.number().int().nonnegative().max(8.64e15).transform(instant);
export const durationMsSchema = z.number().int().positive().max(LIMITS.durationMs).transform(durationMs);
/** A length of time that may be nothing, such as how late something was. */
export const lengthMsSchema = z.number().int().nonnegative().transform(durationMs);
export const sha256HexSchema = z.string().regex(/^[0-9a-f]{64}$/);
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** A key that is written down now: its last two bits are none of it, so that it is written in one way. */
export const newKeySchema = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);
export const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/);
/** One that arrives now: its last four bits are none of it, so that it is written in one way. */
export const newSignatureSchema = z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/);
export const seqSchema = z.number().int().nonnegative();
export const poolSchema = z.string().regex(/^[a-z0-9][a-z0-9:._-]{0,99}$/);

/** A C2SP verifier key of a log. */
export const logKeySchema = z.string().min(1).max(500);
