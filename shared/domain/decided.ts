import { ok, type Result } from '../lib/result.ts';
import type { Refusal } from './refusal.ts';

/** What a command leads to: entries to append to its stream, or why it is not carried out. */
export type Decided<E> = Result<readonly E[], Refusal>;

/** The answer to what is true already (a client that missed the answer, two runners that report the same): nothing to write. */
export const NOTHING: Decided<never> = ok([]);
