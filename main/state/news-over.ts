import type { Notice } from '../../shared/contract/snapshot.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Instant } from '../../shared/lib/time.ts';

const entryOf = ({ text }: Notice): Entry | null =>
  typeof text === 'object' && 'entry' in text ? text.entry : null;

/** Whether what a notice tells is so no more, since `later` happened. */
export function isOverBy(notice: Notice, later: Entry): boolean {
  const entry = entryOf(notice);
  switch (entry?.type) {
    case 'deviceRegistered':
      return later.type === 'deviceRemoved' && later.deviceId === entry.deviceId;
    case 'inviteCreated':
      return (
        (later.type === 'inviteUsed' || later.type === 'inviteRevoked') && later.inviteId === entry.inviteId
      );
    // By the rules of before. Where those of now block too, that is told anew.
    case 'requestRefused':
    case 'requestOverruled':
    case 'grantFailed':
    case 'grantEnding':
      return later.type === 'organisationChanged';
    default:
      return false;
  }
}

/** Whether time alone has made it untrue: an invite that nobody can use any more. */
export function isOverAt(notice: Notice, now: Instant): boolean {
  const entry = entryOf(notice);
  return entry?.type === 'inviteCreated' && entry.expiresAt <= now;
}
