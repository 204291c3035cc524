import type { DeviceEntry } from './device/device-entry.ts';
import type { InviteEntry } from './invite/invite-entry.ts';
import type { OrganisationEntry } from './organisation/organisation-entry.ts';
import type { PoolEntry } from './pool/pool-entry.ts';
import { requestStream, type RequestEntry } from './request/request-entry.ts';
import type { SignedStatement } from './statements/statement.ts';
import type { Instant } from '../lib/time.ts';

/** What can happen outside of requests. */
export type OtherEntry = OrganisationEntry | DeviceEntry | InviteEntry | PoolEntry;

export type Entry = RequestEntry | OtherEntry;

export type RecordVersion = 2 | 3 | 4;
/** What is written now. */
export const RECORD_VERSION = 4;

/**
 * One entry of the log. Its leaf is the canonical JSON (RFC 8785) of this object, in which `{ sha256 }` stands wherever somebody's
 * text does (`sealSaid`): texts are kept beside the leaf, and can be erased while it still verifies.
 */
export interface LogRecord {
  /**
   * Format of the record. 1 had the texts themselves in the leaf; no log of it is read now. In 2 nothing was signed but what
   * reviewers agreed to, in a form of its own. In 3 it was the service's word who founds, joins and publishes as it starts. Once a
   * log has a record of one form, it has none of an earlier after it.
   */
  readonly v: RecordVersion;
  /** Zero-based index of the leaf. */
  readonly seq: number;
  readonly stream: string;
  /** One-based position in the stream. */
  readonly version: number;
  readonly at: Instant;
  /** Who caused it: a person or service id, `runner:<id>`, or `latchkey` for the service itself. */
  readonly actor: string;
  readonly entry: Entry;
  /** The statement of whoever did it, where it is something that somebody did: see `evidenceOf`. */
  readonly signed?: SignedStatement | undefined;
}

/** Whether an entry is one of a request's stream. */
export const isRequestRecord = (record: LogRecord): record is LogRecord & { entry: RequestEntry } =>
  record.stream.startsWith(requestStream(''));

/** Whom an entry outside of requests concerns, besides owners; null when nobody in particular. */
export const personOf = (entry: OtherEntry): string | null => ('person' in entry ? entry.person : null);
