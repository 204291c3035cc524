import { RefusalError } from '../../contract/refusal-error.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../lib/result.ts';

/** The value; a refusal is thrown, as `Api` wants it. */
export function orThrow<T>(result: Result<T, Refusal>): T {
  if (result.ok) return result.value;
  throw new RefusalError(result.error);
}
