import type { RequestEntry } from './request-entry.ts';
import { evolve } from './evolve.ts';
import type { RequestState } from './request.ts';
import type { Instant } from '../../lib/time.ts';

/** One entry of a request's stream. `entry`: null where only a newer Latchkey knows it. */
export interface Step {
  readonly version: number;
  readonly at: Instant;
  readonly entry: RequestEntry | null;
}

/**
 * A request after one more entry, as far as it is known here: what is not known only counts, and so does what no more fits
 * after such a one. Undefined when nothing changes: it was taken in before, or an earlier entry may not be read here.
 */
export function evolveKnown(before: RequestState | undefined, step: Step): RequestState | undefined {
  const { version, at, entry } = step;
  if (version !== (before?.version ?? 0) + 1) return undefined;
  try {
    if (entry) return evolve(before, entry, at);
  } catch {
    // What came between is not known here.
  }
  return before && { ...before, version };
}
