import type { Refusal } from './refusal.ts';
import type { EndCause, RequestFacts, Review } from './request/request.ts';
import type { DurationMs, Instant } from '../lib/time.ts';

/** `organisation`: its people, groups or rules changed. `unknown`: only a newer Latchkey knows it. */
export type NamingCause = 'organisation' | 'unknown';

/** What can happen to a request. Stream `request/<requestId>`. */
export type RequestEntry =
  /** `reviewers`: who may answer each step of the plan from then on. */
  | {
      readonly type: 'requestSubmitted';
      readonly facts: RequestFacts;
      readonly reviewers: readonly (readonly string[])[];
    }
  | { readonly type: 'requestRefused'; readonly facts: RequestFacts; readonly refusal: Refusal }
  /** Who may answer each step from now on, in place of who could before, and why that changed. */
  | {
      readonly type: 'reviewersNamed';
      readonly reviewers: readonly (readonly string[])[];
      readonly cause: NamingCause;
      readonly organisationVersion: number;
    }
  | { readonly type: 'reviewGiven'; readonly review: Review }
  | { readonly type: 'stepDone'; readonly step: number }
  | { readonly type: 'requestApproved'; readonly by: 'policy' | 'reviews' }
  | { readonly type: 'requestDenied'; readonly by: string; readonly comment: string }
  | { readonly type: 'requestWithdrawn'; readonly by: string }
  | { readonly type: 'requestLapsed' }
  /** It waited, and policy as it is now wants more than it can get, or refuses. */
  | { readonly type: 'requestOverruled'; readonly organisationVersion: number; readonly refusal: Refusal }
  | { readonly type: 'grantActivating'; readonly grantId: string; readonly runnerId: string }
  | {
      readonly type: 'grantActivated';
      readonly grantId: string;
      readonly runnerId: string;
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly evidence: string | null;
    }
  | { readonly type: 'grantFailed'; readonly grantId: string; readonly message: string }
  | {
      readonly type: 'grantEnding';
      readonly grantId: string;
      readonly cause: EndCause;
      readonly by: string | null;
      readonly reason: string;
      /** No runner had taken it up. Absent: one had, or it was written before this was said. */
      readonly neverBegan?: true | undefined;
    }
  | {
      readonly type: 'revocationFailed';
      readonly grantId: string;
      readonly attempts: number;
      readonly message: string;
      readonly stuck: boolean;
    }
  | { readonly type: 'grantOverdue'; readonly grantId: string }
  /** No runner could verify it: a person answers for it. */
  | {
      readonly type: 'grantConfirmedGone';
      readonly grantId: string;
      readonly by: string;
      readonly reason: string;
    }
  /** It was reported gone, and the runner that set it up found it at the target: it is being taken away again. */
  | {
      readonly type: 'grantFoundThere';
      readonly grantId: string;
      readonly runnerId: string;
      readonly message: string;
    }
  | {
      readonly type: 'grantRevoked';
      readonly grantId: string;
      readonly verifiedAt: Instant;
      readonly lateMs: DurationMs;
      readonly evidence: string | null;
      /** No runner had taken it up: there was nothing to verify. Absent: a runner verified it. */
      readonly neverBegan?: true | undefined;
    };

/** What can happen to the organisation's documents, invites and devices. Streams `organisation`, `devices`. */
export type OrganisationEntry =
  | { readonly type: 'organisationCreated'; readonly name: string; readonly logKey: string }
  | {
      readonly type: 'organisationPublished';
      readonly organisationVersion: number;
      /** Hex SHA-256 of each file as published; the texts are kept beside the log. */
      readonly files: Readonly<Record<string, string>>;
      /** Hex SHA-256 of what they were parsed to, as canonical JSON, which is what is decided by. Older entries do not say it. */
      readonly document?: string | undefined;
    }
  /** What differs from the version before, for owners: a sentence a line. `more`: so many are not listed. */
  | {
      readonly type: 'organisationChanged';
      readonly organisationVersion: number;
      readonly changes: readonly string[];
      readonly more: number;
    }
  /** What a new version means for one member. `isNew`: they review nothing of who added them for a day. */
  | {
      readonly type: 'memberChanged';
      readonly organisationVersion: number;
      readonly person: string;
      readonly change: 'added' | 'removed' | 'changed';
      readonly isNew: boolean;
      readonly text: string;
    }
  /** Another owner than the one who added them says that this is a person of their own. */
  | { readonly type: 'memberConfirmed'; readonly person: string }
  /** All that a runner of the pool says is missing for the ends of access now, for owners: a sentence each. No lines: nothing. */
  | {
      readonly type: 'endsChecked';
      readonly pool: string;
      readonly lines: readonly string[];
      readonly more: number;
      /** Whose runner it is, whose words these are. Older entries do not say it. */
      readonly by?: string | undefined;
    }
  /** A person said that the clock is right, although the service had seen the time `shown` before. */
  | { readonly type: 'clockAccepted'; readonly shown: Instant }
  | { readonly type: 'inviteCreated'; readonly person: string; readonly expiresAt: Instant }
  | {
      readonly type: 'deviceRegistered';
      readonly deviceId: string;
      readonly person: string;
      readonly name: string;
      /** Who made the invite that it joined with: an owner, the person themselves, or `latchkey` for the first owner's. */
      readonly invitedBy: string;
      /** Base64url raw 32-byte Ed25519 and X25519 public keys. */
      readonly signingKey: string;
      readonly sealingKey: string;
    };

export type Entry = RequestEntry | OrganisationEntry;

/** One leaf of the log: its bytes are the canonical JSON (RFC 8785) of this object. */
export interface LogRecord {
  /** Format of the record. */
  readonly v: 1;
  /** Zero-based index of the leaf. */
  readonly seq: number;
  readonly stream: string;
  /** One-based position in the stream. */
  readonly version: number;
  readonly at: Instant;
  /** Who caused it: a person or service id, `runner:<id>`, or `latchkey` for the service itself. */
  readonly actor: string;
  readonly entry: Entry;
}

export const requestStream = (requestId: string): string => `request/${requestId}`;

const REQUEST_STREAM = /^request\//;

export const isRequestRecord = (record: LogRecord): record is LogRecord & { entry: RequestEntry } =>
  REQUEST_STREAM.test(record.stream);

/** The stream of an entry outside of requests. */
export const streamOf = ({ type }: OrganisationEntry): 'organisation' | 'devices' =>
  type === 'inviteCreated' || type === 'deviceRegistered' ? 'devices' : 'organisation';

/** Whom an entry outside of requests concerns, besides owners; null when nobody in particular. */
export const personOf = (entry: OrganisationEntry): string | null =>
  'person' in entry ? entry.person : null;
