import type { Risk } from '../organisation/high-risk.ts';
import type { Refusal } from '../refusal.ts';
import type { ApprovalStep } from './approval-step.ts';
import type { DurationMs } from '../../lib/time.ts';

/** What it says while that hangs on what is not filled in yet. No rule that may decide allows more than `maxDurationMs`. */
export interface Depends {
  readonly kind: 'depends';
  readonly maxDurationMs: DurationMs;
}

/** What policy says to a draft of a request. `maxDurationMs` is the shortest limit of the rules that matched, `risk` their highest. */
export type PolicyOutcome =
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      readonly rules: readonly string[];
      readonly maxDurationMs: DurationMs | null;
    }
  | {
      readonly kind: 'auto';
      readonly rules: readonly string[];
      readonly maxDurationMs: DurationMs;
      readonly risk?: Risk;
    }
  | {
      readonly kind: 'review';
      readonly rules: readonly string[];
      readonly steps: readonly ApprovalStep[];
      readonly maxDurationMs: DurationMs;
      readonly lapseAfterMs: DurationMs;
      readonly distinct?: true;
      readonly risk?: Risk;
    };
