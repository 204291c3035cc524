import type { Instant } from '../../lib/time.ts';

/** The fold of one invite's stream. One whose time is over stays open: nothing happens when it ends. */
export interface InviteState {
  readonly kind: 'open' | 'used' | 'revoked';
  readonly person: string;
  readonly invitedBy: string;
  readonly expiresAt: Instant;
  readonly replaces: boolean;
  /** Null: by a code, as it was before; nobody joins with it. */
  readonly inviteKey: string | null;
}
