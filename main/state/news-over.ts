import type { Notice } from '../../shared/contract/snapshot.ts';
import { blockedBy } from '../../shared/domain/blocked-by.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Instant } from '../../shared/lib/time.ts';

const entryOf = ({ text }: Notice): Entry | null =>
  typeof text === 'object' && 'entry' in text ? text.entry : null;

/** Whether what a notice tells is so no more, since `later` happened. */
export function isOverBy(notice: Notice, later: Entry): boolean {
  const entry = entryOf(notice);
  if (!entry) return false;
  switch (entry.type) {
    case 'deviceRegistered':
      return later.type === 'deviceRemoved' && later.deviceId === entry.deviceId;
    case 'inviteCreated':
      return (
        (later.type === 'inviteUsed' || later.type === 'inviteRevoked') && later.inviteId === entry.inviteId
      );
    default:
      // By the rules of before. Where those of now block too, that is told anew.
      return later.type === 'organisationChanged' && blockedBy(entry) !== null;
  }
}

/** Whether time alone has made it untrue: an invite that nobody can use any more. */
export function isOverAt(notice: Notice, now: Instant): boolean {
  const entry = entryOf(notice);
  return entry?.type === 'inviteCreated' && entry.expiresAt <= now;
}
