import type { PolicyOutcome } from '../policy/policy-outcome.ts';
import type { Decision, RequestFacts } from './request.ts';
import type { Standing } from './standing.ts';
import type { Instant } from '../../lib/time.ts';

/** Everything that can be asked of a request's stream. Who sent it and whether they may is in the command itself, so that deciding needs nothing else. */
export type RequestCommand =
  | { readonly type: 'submit'; readonly facts: RequestFacts; readonly outcome: PolicyOutcome }
  | {
      readonly type: 'review';
      readonly reviewer: string;
      readonly deviceId: string;
      readonly decision: Decision;
      readonly comment: string;
      /** Index of the step that the reviewer saw: a review that arrives again after its step was done counts for nothing. */
      readonly step: number;
      readonly requestHash: string;
      readonly signature: string;
      /** What the organisation in force says now. */
      readonly standing: Standing;
    }
  /** The service's own: the organisation may have changed since it was asked. */
  | { readonly type: 'judge'; readonly standing: Standing }
  | { readonly type: 'withdraw'; readonly by: string }
  /** The service's own: what time alone leads to, when it is due. See tick.ts. */
  | { readonly type: 'tick' }
  | { readonly type: 'startActivation'; readonly grantId: string; readonly runnerId: string }
  | {
      readonly type: 'reportActivated';
      readonly grantId: string;
      readonly runnerId: string;
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly evidence: string | null;
    }
  | {
      readonly type: 'reportFailed';
      readonly grantId: string;
      readonly runnerId: string;
      readonly message: string;
    }
  | {
      readonly type: 'end';
      readonly grantId: string;
      readonly by: string;
      /** True when the service found `by` to be an owner: owners may end anything. */
      readonly byOwner: boolean;
      readonly reason: string;
    }
  /** An owner looked at the target, or knows that it is no more. */
  | {
      readonly type: 'confirmGone';
      readonly grantId: string;
      readonly by: string;
      readonly byOwner: boolean;
      /** How they know. */
      readonly reason: string;
    }
  | {
      readonly type: 'reportRevocationFailed';
      readonly grantId: string;
      readonly runnerId: string;
      /** It set the access up and found it at the target, although another runner had reported it gone. */
      readonly foundThere: boolean;
      readonly message: string;
    }
  | {
      readonly type: 'reportRevoked';
      readonly grantId: string;
      readonly runnerId: string;
      /** As above: it was there, and is gone now. */
      readonly foundThere: boolean;
      readonly verifiedAt: Instant;
      readonly evidence: string | null;
    };
