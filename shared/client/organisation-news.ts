import type { LogRecord } from '../domain/entry.ts';
import { describeEntry } from '../domain/describe-entry.ts';

/** Who is told. */
export interface Reader {
  readonly memberId: string;
  readonly deviceId: string;
  readonly nameOf: (id: string) => string;
}

/**
 * What an entry of the organisation tells this reader: that something was published, that somebody was invited, joined or
 * was confirmed. Null: nothing, or what they did themselves on this device. A device that joins as oneself is always told:
 * it may be somebody else's.
 */
export function organisationNews(record: LogRecord, { memberId, deviceId, nameOf }: Reader): string | null {
  const { entry, actor } = record;
  switch (entry.type) {
    case 'deviceRegistered':
      return entry.deviceId === deviceId ? null : describeEntry(record, nameOf);
    case 'memberChanged':
      // Owners are told the whole of it in one.
      return actor === memberId || entry.person !== memberId ? null : describeEntry(record, nameOf);
    case 'organisationChanged':
    case 'endsChecked':
    case 'memberConfirmed':
    case 'inviteCreated':
      return actor === memberId ? null : describeEntry(record, nameOf);
    default:
      return null;
  }
}
