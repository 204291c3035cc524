import type { Hash } from '../../lib/said.ts';
import type { LogRecord } from '../entry.ts';
import type { RequestFacts } from '../request/request.ts';
import {
  checkStatement,
  type SignatureToCheck,
  type SigningDevice,
  type StatementFault,
} from './check-statement.ts';
import { evidenceOf } from './evidence-of.ts';
import { saysSame } from './says-same.ts';

/**
 * Why an entry is not what somebody signed. `unsigned`: nobody did. `other`: they signed something else. `unknownDevice`: no
 * device that was registered, and not removed, before it. `request`: they answered another request than this one was.
 */
export type RecordFault = StatementFault | 'unsigned' | 'other' | 'unknownDevice' | 'request';

export type Asked = Pick<RequestFacts, 'requestHash' | 'requester'>;

/** What a reader knows of the log before an entry. */
export interface KnownBefore {
  readonly log: string;
  /** Whether an entry before was written by a Latchkey whose people sign all they do. */
  readonly isSigned: boolean;
  /** A device that was registered, and not removed. */
  device(deviceId: string): SigningDevice | undefined;
  /** What was asked, and by whom; undefined where its first entry may not be read here. */
  asked(requestId: string): Asked | undefined;
}

/**
 * Whether an entry is what its statement says, by a device that could say it. What is left is to verify its signature; null:
 * there is none to verify, since it follows from other entries or comes from outside. Pure.
 */
export function checkRecord(
  hash: Hash,
  record: LogRecord,
  known: KnownBefore,
): SignatureToCheck | RecordFault | null {
  // Written before statements were: nobody who signs writes such a thing any more.
  if (record.v === 2) return known.isSigned ? 'unsigned' : null;
  const { signed } = record;
  if (!signed) return evidenceOf(record) === 'signed' ? 'unsigned' : null;
  const { statement } = signed;
  const device = known.device(statement.device);
  if (!device) return 'unknownDevice';
  if (!saysSame(record, signed)) return 'other';
  if (statement.type === 'reviewRequest') {
    const { requestId, requestHash } = statement.body as { requestId: string; requestHash: string };
    if ((known.asked(requestId)?.requestHash ?? requestHash) !== requestHash) return 'request';
  }
  return checkStatement(hash, signed, { log: known.log, type: statement.type, device });
}
