import type { LogRecord } from '../domain/entry.ts';
import { blockedBy } from '../domain/blocked-by.ts';
import type { LogNews } from '../contract/snapshot.ts';

/** Who is told. */
export interface Reader {
  readonly memberId: string;
  readonly deviceId: string;
  readonly isOwner: boolean;
}

/**
 * What an entry of the organisation tells this reader: that something was published, that somebody was invited, joined or
 * was confirmed, that a device was removed; and owners, that a rule of theirs grants nothing. Null: nothing, or what they did themselves on this device. A device that joins as
 * oneself is always told: it may be somebody else's.
 */
export function organisationNews(record: LogRecord, { memberId, deviceId, isOwner }: Reader): LogNews | null {
  const { entry, actor, signed } = record;
  const isDoneHere = signed?.statement.device === deviceId;
  const told = (how: LogNews['how']): LogNews => ({ entry, actor, how });
  switch (entry.type) {
    case 'deviceRegistered':
      if (entry.deviceId === deviceId) return null;
      return told(entry.recovered ? 'notMeant' : 'plain');
    case 'recoveryKeySet':
    case 'logKeyRotated':
      return isDoneHere ? null : told('notMeant');
    case 'deviceRemoved': {
      // Those that another one took the place of are told with that one, and of who left that they left.
      if (entry.why?.cause !== 'removed' || isDoneHere) return null;
      const isByWhoseItIs = entry.why.by === entry.person;
      return isByWhoseItIs && entry.person !== memberId ? null : told('plain');
    }
    case 'memberChanged':
      // Owners are told the whole of it in one.
      return actor === memberId || entry.person !== memberId ? null : told('plain');
    case 'inviteCreated':
      // Everybody may read it; it is news for owners, and for who is invited.
      if (!isOwner && entry.person !== memberId) return null;
      if (!entry.replaces) return actor === memberId ? null : told('plain');
      if (isDoneHere) return null;
      return told(entry.person === memberId ? 'notAskedFor' : 'plain');
    case 'organisationChanged':
    case 'endsChecked':
    case 'memberConfirmed':
      return actor === memberId ? null : told('plain');
    default:
      return isOwner && blockedBy(entry) !== null ? told('ruleBlocks') : null;
  }
}

/** Whether it may be somebody who takes what is another person's: that is told loudly. */
export function isAlarming({ entry }: LogRecord, { memberId }: Pick<Reader, 'memberId'>): boolean {
  switch (entry.type) {
    case 'inviteCreated':
      return entry.replaces === true;
    case 'recoveryKeySet':
    case 'logKeyRotated':
      return true;
    case 'deviceRegistered':
      return entry.replaces === true || entry.recovered === true || entry.person === memberId;
    case 'deviceRemoved':
      return entry.why?.cause === 'removed';
    default:
      return false;
  }
}
