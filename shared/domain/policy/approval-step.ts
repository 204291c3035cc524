import type { DurationMs } from '../../lib/time.ts';
import type { MemberMatcher } from '../organisation/organisation.ts';

/** More people than this are never asked for one step: nobody reads such a list, and it has to be sent. */
export const MOST_REVIEWERS = 500;

/** Ordered; a step is done when `need` of those who are meant approved. */
export interface PlanStep {
  readonly name: string;
  readonly need: number;
  /** Who is meant, as the rules say it: a person is whom each of these lists means. There are several where rules share a step. */
  readonly meant: readonly (readonly MemberMatcher[])[];
  /** Those whose answer is missing are told again so often. Absent: they are not. */
  readonly remindEveryMs?: DurationMs | undefined;
}

/** A step with the people who may answer it: never groups or devices, and never the requester. */
export interface ApprovalStep extends PlanStep {
  readonly reviewers: readonly string[];
}
