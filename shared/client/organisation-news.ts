import type { LogRecord } from '../domain/entry.ts';
import { describeEntry } from '../domain/describe-entry.ts';
import { asWritten, told } from '../words/told.ts';
import type { Words } from '../words/words.ts';

/** Who is told. */
export interface Reader {
  readonly words: Words;
  readonly memberId: string;
  readonly deviceId: string;
  readonly isOwner: boolean;
  readonly nameOf: (id: string) => string;
}

/**
 * What an entry of the organisation tells this reader: that something was published, that somebody was invited, joined or
 * was confirmed, that a device was removed. Null: nothing, or what they did themselves on this device. A device that joins as
 * oneself is always told: it may be somebody else's.
 */
export function organisationNews(
  record: LogRecord,
  { words, memberId, deviceId, isOwner, nameOf }: Reader,
): string | null {
  const { entry, actor, signed } = record;
  const isDoneHere = signed?.statement.device === deviceId;
  const news = (): string => describeEntry(record, { words, nameOf });
  const notMeant = (): string => words.tell(told('newsNotMeant', { news: asWritten(news()) }));
  switch (entry.type) {
    case 'deviceRegistered':
      // Who came back by the recovery key is told with that.
      return entry.deviceId === deviceId || entry.recovered ? null : news();
    case 'recoveryUsed':
      return entry.deviceId === deviceId ? null : notMeant();
    case 'recoveryKeySet':
    case 'logKeyRotated':
      return isDoneHere ? null : notMeant();
    case 'deviceRemoved': {
      // Those that another one took the place of are told with that one, and of who left that they left.
      if (entry.why?.cause !== 'removed' || isDoneHere) return null;
      const isByWhoseItIs = entry.why.by === entry.person;
      return isByWhoseItIs && entry.person !== memberId ? null : news();
    }
    case 'memberChanged':
      // Owners are told the whole of it in one.
      return actor === memberId || entry.person !== memberId ? null : news();
    case 'inviteCreated':
      // Everybody may read it; it is news for owners, and for who is invited.
      if (!isOwner && entry.person !== memberId) return null;
      if (!entry.replaces) return actor === memberId ? null : news();
      if (isDoneHere) return null;
      return entry.person === memberId
        ? words.tell(told('newsNotAskedFor', { news: asWritten(news()) }))
        : news();
    case 'organisationChanged':
    case 'endsChecked':
    case 'memberConfirmed':
      return actor === memberId ? null : news();
    default:
      return null;
  }
}

/** Whether it may be somebody who takes what is another person's: that is told loudly. */
export function isAlarming({ entry }: LogRecord, { memberId }: Pick<Reader, 'memberId'>): boolean {
  switch (entry.type) {
    case 'inviteCreated':
      return entry.replaces === true;
    case 'recoveryUsed':
    case 'recoveryKeySet':
    case 'logKeyRotated':
      return true;
    case 'deviceRegistered':
      return entry.replaces === true || entry.person === memberId;
    case 'deviceRemoved':
      return entry.why?.cause === 'removed';
    default:
      return false;
  }
}
