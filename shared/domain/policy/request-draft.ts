import type { DurationMs, Instant } from '../../lib/time.ts';

/** A request as far as somebody has filled it in. */
export interface RequestDraft {
  readonly requester: string;
  readonly entitlementIds: readonly string[];
  /** Null while it is not chosen yet. */
  readonly durationMs: DurationMs | null;
  readonly reason: string;
  readonly ticket: string | null;
  /** When it is decided, and access begins. Null where nobody asks yet: what a condition would say is not known then. */
  readonly at: Instant | null;
  /** People whose review would not count for this requester: see `conflictedReviewers`. */
  readonly conflicted?: readonly string[];
  /** Who reads what policy says: the requester, or null where several people do. */
  readonly reader?: null;
}

export const readerOf = ({ requester, reader }: Pick<RequestDraft, 'requester' | 'reader'>): string | null =>
  reader === null ? null : requester;
