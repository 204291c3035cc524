import type { NoticePlace } from '../../shared/contract/snapshot.ts';
import { blockedBy } from '../../shared/domain/blocked-by.ts';
import type { LogRecord } from '../../shared/domain/entry.ts';
import { requestStream } from '../../shared/domain/request/request-entry.ts';

const DEVICES: NoticePlace = { view: 'settings', part: 'devices' };
const ORGANISATION: NoticePlace = { view: 'settings', part: 'organisation' };

/** Where the window shows what an entry is about; undefined where it does not: the devices of others are in no window. */
export function newsPlace({ entry, stream }: LogRecord, memberId: string): NoticePlace | undefined {
  switch (entry.type) {
    case 'deviceRegistered':
    case 'deviceRemoved':
    case 'inviteCreated':
      return entry.person === memberId ? DEVICES : undefined;
    case 'organisationChanged':
    case 'memberChanged':
    case 'recoveryKeySet':
    case 'logKeyRotated':
      return ORGANISATION;
    default:
      return blockedBy(entry)
        ? { view: 'history', requestId: stream.slice(requestStream('').length) }
        : undefined;
  }
}
