import { ok, type Result } from '../../lib/result.ts';
import type { RequestEntry } from '../entry.ts';
import type { Refusal } from '../refusal.ts';

export type Decided = Result<readonly RequestEntry[], Refusal>;

/** The answer to what is true already (a client that missed the answer, two runners that report the same): nothing to write. */
export const NOTHING: Decided = ok([]);
