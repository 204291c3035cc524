import type { DurationMs } from './time.ts';

/** A request as far as somebody has filled it in. */
export interface RequestDraft {
  readonly requester: string;
  readonly entitlementIds: readonly string[];
  /** Null while it is not chosen yet. */
  readonly durationMs: DurationMs | null;
  readonly reason: string;
  readonly ticket: string | null;
  /** People whose review would not count for this requester: see `conflictedReviewers`. */
  readonly conflicted?: readonly string[];
}
