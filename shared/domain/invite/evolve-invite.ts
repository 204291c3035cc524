import type { Instant } from '../../lib/time.ts';
import { assertNever } from '../../lib/assert-never.ts';
import type { InviteEntry } from './invite-entry.ts';
import type { InviteState } from './invite.ts';

/** An invite after `entry`. Pure; throws only when entries come that `decideInvite` can never write (a damaged log). */
export function evolveInvite(state: InviteState | undefined, entry: InviteEntry, _at: Instant): InviteState {
  if (entry.type === 'inviteCreated') {
    const { person, invitedBy = '', expiresAt, replaces = false, inviteKey = null } = entry;
    return { kind: 'open', person, invitedBy, expiresAt, replaces, inviteKey };
  }
  if (!state) throw new Error(`${entry.type} came before the invite was made`);
  switch (entry.type) {
    case 'inviteUsed':
      return { ...state, kind: 'used' };
    case 'inviteRevoked':
      return { ...state, kind: 'revoked' };
    default:
      return assertNever(entry);
  }
}
