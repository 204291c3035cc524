import type { DurationMs } from '../../lib/time.ts';

/** Ordered; a step is done when `need` of its reviewers approved. `reviewers` are people, never groups or devices, and never the requester. */
export interface ApprovalStep {
  readonly name: string;
  readonly reviewers: readonly string[];
  readonly need: number;
  /** Those whose answer is missing are told again so often. Absent: they are not. */
  readonly remindEveryMs?: DurationMs | undefined;
}
