import type { Hash } from '../../lib/said.ts';
import type { LogRecord, RecordVersion } from '../entry.ts';
import type { RequestFacts } from '../request/request.ts';
import {
  checkStatement,
  type SignatureToCheck,
  type SigningDevice,
  type StatementFault,
} from './check-statement.ts';
import { evidenceOf } from './evidence-of.ts';
import { deviceIdOf, newDeviceOf } from './joining.ts';
import { saysSame } from './says-same.ts';
import type { Statement } from './statement.ts';

/**
 * Why an entry is not what somebody signed. `unsigned`: nobody did. `other`: they signed something else. `unknownDevice`: no
 * device that was registered, and not removed, before it. `request`: they answered another request than this one was.
 */
export type RecordFault = StatementFault | 'unsigned' | 'other' | 'unknownDevice' | 'request';

export type Asked = Pick<RequestFacts, 'requestHash' | 'requester'>;

/** What a reader knows of the log before an entry. */
export interface KnownBefore {
  readonly log: string;
  /** The latest form of a record before: none after it is of an earlier one. */
  readonly level: RecordVersion;
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
  // Nobody writes less about an entry than was written before.
  if (record.v < known.level) return 'unsigned';
  if (record.v === 2) return null;
  const { signed } = record;
  if (!signed) return evidenceOf(record) === 'signed' ? 'unsigned' : null;
  const { statement } = signed;
  const device = signerOf(hash, statement) ?? known.device(statement.device);
  if (!device) return 'unknownDevice';
  if (!saysSame(record, signed)) return 'other';
  if (statement.type === 'reviewRequest') {
    const { requestId, requestHash } = statement.body as { requestId: string; requestHash: string };
    if ((known.asked(requestId)?.requestHash ?? requestHash) !== requestHash) return 'request';
  }
  return checkStatement(hash, signed, { log: known.log, type: statement.type, device });
}

/** The device that a statement brings in itself, by the name that its key has; undefined where it is of one that was there. */
export function signerOf(hash: Hash, statement: Statement): SigningDevice | undefined {
  const keys = newDeviceOf(statement);
  if (!keys) return undefined;
  const { signingKey } = keys;
  return { deviceId: deviceIdOf(hash, signingKey), person: statement.by, signingKey };
}
