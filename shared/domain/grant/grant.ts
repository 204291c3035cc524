import type { Spoken } from '../../words/told.ts';
import type { DurationMs, Instant } from '../../lib/time.ts';

/** Why a grant ends. */
export type EndCause = 'expired' | 'returned' | 'ended' | 'activationFailed';

/**
 * Whose work a grant is: the runner that took it last. `fence` is the number of that taking; numbers only grow, so what an
 * earlier one led to is told apart. The same runner that takes it again keeps its number.
 */
export interface Hand {
  readonly runnerId: string;
  readonly fence: number;
}

/** What every kind of state may have. */
interface Worked {
  /** Absent: nobody has taken it, or that was before numbers were in the log. */
  readonly hand?: Hand | undefined;
  /** The runner that set it up, once it ends; before, it is `runnerId`. */
  readonly grantedBy?: string | undefined;
}

/** The life of one grant. `startsAt`/`expiresAt` are null where access never worked. */
export type GrantState = GrantKind & Worked;

type GrantKind =
  | { readonly kind: 'scheduled'; readonly startsAt: Instant }
  | { readonly kind: 'activating'; readonly since: Instant; readonly runnerId: string }
  | {
      readonly kind: 'active';
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly runnerId: string;
      readonly overdue: boolean;
    }
  | {
      readonly kind: 'revoking';
      readonly cause: EndCause;
      readonly by: string | null;
      readonly since: Instant;
      readonly startsAt: Instant | null;
      readonly expiresAt: Instant | null;
      readonly attempts: number;
      /** Six attempts failed: people are paged; attempts go on. */
      readonly stuck: boolean;
      readonly overdue: boolean;
      readonly lastMessage: Spoken | null;
    }
  | {
      readonly kind: 'revoked';
      readonly cause: EndCause;
      readonly by: string | null;
      readonly startsAt: Instant | null;
      readonly expiresAt: Instant | null;
      /** When the access should have ended: the deadline, or the moment somebody ended it. */
      readonly dueAt: Instant;
      /** When it was verified gone. */
      readonly verifiedAt: Instant;
      readonly lateMs: DurationMs;
      /** The owner who answers for it where no runner could verify it; null where one did. */
      readonly confirmedBy: string | null;
      /** No runner had taken it up: there was nothing to verify. Absent: one had, or it was kept before this was said. */
      readonly neverBegan?: true | undefined;
    }
  | { readonly kind: 'failed'; readonly at: Instant; readonly message: Spoken };

/** When access should be gone: the deadline, or the moment it was ended before that. */
export function dueTime(grant: Extract<GrantState, { kind: 'revoking' }>): Instant {
  const { cause, expiresAt, since } = grant;
  return cause === 'expired' && expiresAt !== null ? expiresAt : since;
}

/** The runner that sets it up, or did; null while nobody has begun. */
export const grantorOf = (grant: GrantState): string | null =>
  'runnerId' in grant ? grant.runnerId : (grant.grantedBy ?? null);

/** The number of the last taking; 0 while there was none. */
export const fenceOf = ({ hand }: GrantState): number => hand?.fence ?? 0;
