import type { Instant } from '../../lib/time.ts';

/** Everything that can be asked of a grant. Who sent it and whether they may is in the command itself. */
export type GrantCommand =
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
