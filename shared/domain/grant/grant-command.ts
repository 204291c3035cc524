import type { Said, SaidText } from '../../lib/said.ts';
import type { Spoken } from '../../words/told.ts';
import type { Instant } from '../../lib/time.ts';

/** Whose word a runner's report is. */
export interface Word {
  readonly runnerId: string;
  /** Of the work that it reports on: see `Hand`. */
  readonly fence: number;
  /** It is a device of the holder, and there are others who could answer for the end. */
  readonly isHolders: boolean;
}

/** Everything that can be asked of a grant. Who sent it and whether they may is in the command itself. */
export type GrantCommand =
  | {
      readonly type: 'startActivation';
      readonly grantId: string;
      readonly runnerId: string;
      readonly isHolders: boolean;
    }
  /** A runner takes the end of it. */
  | {
      readonly type: 'takeRevocation';
      readonly grantId: string;
      readonly runnerId: string;
      readonly isHolders: boolean;
    }
  | ({
      readonly type: 'reportActivated';
      readonly grantId: string;
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly evidence: string | null;
    } & Word)
  | ({ readonly type: 'reportFailed'; readonly grantId: string; readonly message: string } & Word)
  | {
      readonly type: 'end';
      readonly grantId: string;
      readonly by: string;
      /** True when the service found `by` to be an owner: owners may end anything. */
      readonly byOwner: boolean;
      /** Of a person what they said; of the service itself why, or nothing. */
      readonly reason: Said | Spoken;
    }
  /** An owner looked at the target, or knows that it is no more. */
  | {
      readonly type: 'confirmGone';
      readonly grantId: string;
      readonly by: string;
      readonly byOwner: boolean;
      /** How they know. */
      readonly reason: SaidText;
    }
  | ({
      readonly type: 'reportRevocationFailed';
      readonly grantId: string;
      /** It set the access up and found it at the target, although another runner had reported it gone. */
      readonly foundThere: boolean;
      readonly message: string;
    } & Word)
  | ({
      readonly type: 'reportRevoked';
      readonly grantId: string;
      /** As above: it was there, and is gone now. */
      readonly foundThere: boolean;
      readonly verifiedAt: Instant;
      readonly evidence: string | null;
    } & Word);
