import type { Instant } from '../../lib/time.ts';

/** What can happen to an invite. Stream `invite/<id>`. */
export type InviteEntry = {
  readonly type: 'inviteCreated';
  readonly person: string;
  readonly expiresAt: Instant;
};
