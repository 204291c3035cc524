import type { DurationMs, Instant } from '../../lib/time.ts';

/** Why a grant ends. */
export type EndCause = 'expired' | 'returned' | 'ended' | 'activationFailed';

/** The life of one grant. `startsAt`/`expiresAt` are null where access never worked. */
export type GrantState =
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
      readonly lastMessage: string | null;
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
  | { readonly kind: 'failed'; readonly at: Instant; readonly message: string };

/** When access should be gone: the deadline, or the moment it was ended before that. */
export function dueTime(grant: Extract<GrantState, { kind: 'revoking' }>): Instant {
  const { cause, expiresAt, since } = grant;
  return cause === 'expired' && expiresAt !== null ? expiresAt : since;
}
