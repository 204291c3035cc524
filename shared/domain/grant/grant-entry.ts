import type { Spoken } from '../../words/told.ts';
import type { DurationMs, Instant } from '../../lib/time.ts';
import type { Said } from '../../lib/said.ts';
import type { EndCause } from './grant.ts';

/** What can happen to a grant. In the stream of its request, which it came from. */
export type GrantEntry =
  | {
      readonly type: 'grantActivating';
      readonly grantId: string;
      readonly runnerId: string;
      /** See `Hand`. Older entries do not say it. */
      readonly fence?: number | undefined;
    }
  | {
      readonly type: 'grantActivated';
      readonly grantId: string;
      readonly runnerId: string;
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly evidence: string | null;
    }
  | { readonly type: 'grantFailed'; readonly grantId: string; readonly message: Spoken }
  | {
      readonly type: 'grantEnding';
      readonly grantId: string;
      readonly cause: EndCause;
      readonly by: string | null;
      /** Of a person what they said; of the service itself a sentence, or nothing. */
      readonly reason: Said | Spoken;
      /** No runner had taken it up. Absent: one had, or it was written before this was said. */
      readonly neverBegan?: true | undefined;
    }
  | {
      readonly type: 'revocationFailed';
      readonly grantId: string;
      readonly attempts: number;
      readonly message: Spoken;
      readonly stuck: boolean;
    }
  /** Another runner than the one that had it takes it away from here on. */
  | {
      readonly type: 'revocationTaken';
      readonly grantId: string;
      readonly runnerId: string;
      readonly fence: number;
    }
  | { readonly type: 'grantOverdue'; readonly grantId: string }
  /** No runner could verify it: a person answers for it. */
  | {
      readonly type: 'grantConfirmedGone';
      readonly grantId: string;
      readonly by: string;
      readonly reason: Said;
    }
  /** It was reported gone, and the runner that set it up found it at the target: it is being taken away again. */
  | {
      readonly type: 'grantFoundThere';
      readonly grantId: string;
      readonly runnerId: string;
      readonly message: Spoken;
    }
  | {
      readonly type: 'grantRevoked';
      readonly grantId: string;
      readonly verifiedAt: Instant;
      readonly lateMs: DurationMs;
      readonly evidence: string | null;
      /** No runner had taken it up: there was nothing to verify. Absent: a runner verified it. */
      readonly neverBegan?: true | undefined;
    };
