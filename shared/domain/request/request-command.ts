import type { GrantCommand } from '../grant/grant-command.ts';
import type { PolicyOutcome } from '../policy/policy-outcome.ts';
import type { SaidText } from '../../lib/said.ts';
import type { Decision, RequestFacts } from './request.ts';
import type { Standing } from './standing.ts';

/** Everything that can be asked of a request's stream. Who sent it and whether they may is in the command itself, so that deciding needs nothing else. */
export type RequestCommand =
  | { readonly type: 'submit'; readonly facts: RequestFacts; readonly outcome: PolicyOutcome }
  | {
      readonly type: 'review';
      readonly reviewer: string;
      readonly deviceId: string;
      readonly decision: Decision;
      readonly comment: SaidText;
      /** Index of the step that the reviewer saw: a review that arrives again after its step was done counts for nothing. */
      readonly step: number;
      readonly requestHash: string;
      /** What the organisation in force says now. */
      readonly standing: Standing;
    }
  /** The service's own: the organisation may have changed since it was asked. */
  | { readonly type: 'judge'; readonly standing: Standing }
  | { readonly type: 'withdraw'; readonly by: string }
  | {
      readonly type: 'comment';
      readonly by: string;
      readonly byOwner: boolean;
      readonly comment: SaidText;
      readonly commentId: string;
    }
  /** The service's own: what time alone leads to, when it is due. See tick.ts. */
  | { readonly type: 'tick' }
  | GrantCommand;
