import { inviteExpiry } from '../../shared/domain/invite/invite-life.ts';
import { newInviteCode } from '../../shared/system/invite-code.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { inviteKeyText } from './join-by-code.ts';

/** What is said to invite this person with a code that nobody keeps. */
export const inviteBody = (person: string, now = systemClock.now()) => ({
  person,
  inviteKey: inviteKeyText(newInviteCode(null)),
  expiresAt: inviteExpiry(now),
});
