import type { LogRecord } from '../domain/entry.ts';
import type { Language, LanguageChoice } from '../words/language.ts';
import type { Spoken, Told } from '../words/told.ts';
import type { EndCause } from '../domain/grant/grant.ts';
import type { RequestState } from '../domain/request/request.ts';
import type { DurationMs, Instant } from '../lib/time.ts';
import type { CatalogItem } from './api-types.ts';

/**
 * Everything that tray and windows show, kept by main and mirrored by the renderer. One immutable value, replaced
 * whole at each change (`revision` grows), small: history is not in it but read page by page.
 */
export interface Snapshot {
  readonly revision: number;
  readonly setup: Setup;
  /** An organisation was founded here, and the words that it is recovered by wait to be written down. They are not in here. */
  readonly recoveryWaits: boolean;
  readonly connection: Connection;
  readonly me: { readonly id: string; readonly name: string; readonly isOwner: boolean } | null;
  readonly organisation: OrganisationView | null;
  /** Names of people by id, for showing. An id that is missing is shown as it is. */
  readonly names: Readonly<Record<string, string>>;
  /** Requests that wait for my review, oldest first. */
  readonly inbox: readonly RequestState[];
  /** What I asked for and is not finished, newest first. */
  readonly mine: readonly RequestState[];
  /**
   * Everything with access that may be there or comes, whoever asked: for an owner all there is, for others mine and what
   * I reviewed. What is overdue or stuck first, then the oldest first. Never cut.
   */
  readonly running: readonly RequestState[];
  /** What I approved and is not finished; for an owner also what is overdue or stuck, whoever approved it. */
  readonly watching: readonly RequestState[];
  /** Finished in the last 24 hours: mine, or reviewed by me. Newest first, of each at most 50. */
  readonly recent: readonly RequestState[];
  /** So many more finished then and are not in `recent`; the history has them. */
  readonly recentLeftOut?: { readonly mine: number; readonly others: number };
  /** So many open requests were made by a newer Latchkey, and are in none of these lists. */
  readonly newer: number;
  readonly catalog: {
    readonly version: number;
    readonly items: readonly CatalogItem[];
    /** So many more are of a newer Latchkey. Missing where that is not known. */
    readonly newer?: number | undefined;
    /** Why it may not be what the organisation's files say, as the service told it last. */
    readonly problem?: Spoken | undefined;
  };
  readonly outbox: readonly OutboxItem[];
  readonly log: LogStatus;
  /** Things to know that are not about one request; shown as banners until dismissed or over. */
  readonly notices: readonly Notice[];
  readonly settings: Settings;
  /** The one in force: what the settings say, or what this system prefers. */
  readonly language: Language;
  readonly device: DeviceView;
}

/** `firstRun`: choose between making an organisation here and joining one. `working`: making or joining. */
export type Setup =
  | { readonly kind: 'starting' }
  | { readonly kind: 'firstRun'; readonly error: Spoken | null }
  | { readonly kind: 'working'; readonly what: 'creating' | 'joining' }
  | { readonly kind: 'ready'; readonly mode: 'solo' | 'team' }
  /** The keys of this device wait for the person’s passphrase; what needs none goes on. */
  | { readonly kind: 'locked'; readonly mode: 'solo' | 'team'; readonly organisation: string }
  | ({ readonly kind: 'signedOut'; readonly mode: 'solo' | 'team' } & SignedOutView);

/** The service that was joined says that this device is not signed in any more. */
export interface SignedOutView {
  readonly since: Instant;
  /** The person removed this device themselves, on it. */
  readonly isByOneself?: boolean | undefined;
  /** Access that was held then, or was being set up; `until` is when it would have ended. */
  readonly ended: readonly {
    readonly requestId: string;
    readonly title: string;
    readonly until: Instant | null;
  }[];
  /** What waited to be sent, and will not be. */
  readonly notSent: readonly Pick<OutboxItem, 'kind' | 'title' | 'createdAt'>[];
}

export type Connection =
  | { readonly kind: 'none' }
  | { readonly kind: 'connecting'; readonly since: Instant }
  | { readonly kind: 'online'; readonly since: Instant }
  /** Connected, and asked something at `since` that is not answered yet. What is shown is as of then. */
  | { readonly kind: 'slow'; readonly since: Instant }
  | {
      readonly kind: 'offline';
      readonly since: Instant;
      readonly message: Spoken;
      /** Somebody answers who does not know this device, and could not prove to be the service that was joined. */
      readonly isStranger: boolean;
      /** The service answers and does not serve this version any more, but where that ends access. `message` says it. */
      readonly isTooOld?: boolean | undefined;
      /** When it is tried again; past while it is being tried, missing where somebody else decides that. */
      readonly nextTryAt?: Instant | undefined;
    };

export interface OrganisationView {
  readonly name: string;
  /** Where its service is used now, or was last. */
  readonly url: string;
  /** At how many addresses its services are known to be; missing where that is one. */
  readonly addresses?: number | undefined;
  readonly version: number;
  /** Eight words by which it is known to all who are in it; null where it was not founded by a signature, or not read yet. */
  readonly fingerprint: string | null;
  /** How many people it has: one alone cannot approve anything. */
  readonly people: number;
  /** Solo mode: the folder with the organisation's files, to be edited. */
  readonly folder: string | null;
}

/** What a person can do that waits for the service where it cannot be reached. */
export const OUTBOX_KINDS = ['submit', 'approve', 'deny', 'withdraw', 'comment', 'end'] as const;

/** What a person did that the service has not answered yet. `refused` stays until it is dismissed. */
export interface OutboxItem {
  readonly key: string;
  readonly kind: (typeof OUTBOX_KINDS)[number];
  readonly requestId: string;
  readonly grantId: string | null;
  readonly title: string;
  /** What was asked for, as it was read when this was done. Absent for a request that is not sent yet: it is all in `detail`. */
  readonly about?:
    | {
        readonly requesterName: string;
        readonly durationMs: DurationMs;
        /** Null: it was erased. */
        readonly reason: string | null;
      }
    | undefined;
  /** The reason or comment that goes with it; empty when there is none. */
  readonly detail: Spoken;
  readonly createdAt: Instant;
  readonly state: 'waiting' | 'sending' | 'refused';
  readonly message: Spoken | null;
}

export interface LogStatus {
  /** How many entries are in the replica, and up to which size of the log it is verified. */
  readonly size: number;
  readonly verifiedSize: number;
  readonly verifiedAt: Instant | null;
  readonly alarm: LogAlarmView | null;
  /** While entries are fetched, checked for who signed them, or made readable: how many of how many. Missing while neither goes on. */
  readonly progress?: LogProgressView | undefined;
  /** Why what is new is not fetched although the service answers. Missing when nothing is in the way. */
  readonly stopped?: Spoken | undefined;
  /** Why the replica cannot be read now. Missing when it can. Nothing can be said of what is in it meanwhile. */
  readonly unreadable?: Told | undefined;
}

export interface LogAlarmView {
  readonly kind: string;
  readonly sentence: string;
  /** The same for who reads another language, see `spokenOf`. Missing in what an earlier version kept. */
  readonly told?: unknown;
  readonly evidenceFile: string;
  /** What `evidenceFile` is to have, and the sentence of the alarm alone. Missing once the file is there. */
  readonly unkept?: { readonly sentence: string; readonly told?: unknown; readonly text: string } | undefined;
}

export interface LogProgressView {
  readonly what: 'fetching' | 'checking' | 'indexing';
  readonly done: number;
  readonly of: number;
}

/** An entry of the log, to be told in the words of who reads it (`newsSaid`), and whether to ask if it is meant. */
export interface LogNews extends Pick<LogRecord, 'entry' | 'actor'> {
  readonly how: 'plain' | 'notMeant' | 'notAskedFor' | 'ruleBlocks';
}

export interface Notice {
  readonly id: string;
  readonly tone: 'info' | 'warning' | 'danger';
  readonly text: Spoken | LogNews;
  /** When it happened; missing where it is so now. */
  readonly at?: Instant | undefined;
  /** Where what it is about is shown; missing where that is nowhere. */
  readonly about?: NoticePlace | undefined;
  readonly dismissible: boolean;
}

/** A request in the history, or a part of the settings. */
export type NoticePlace =
  | { readonly view: 'history'; readonly requestId: string }
  | { readonly view: 'settings'; readonly part: SettingsPart };

export type SettingsPart = 'organisation' | 'devices' | 'device';

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: LanguageChoice;
  readonly notifications: boolean;
  readonly startAtLogin: boolean;
  /** How long before the end a notice comes, in minutes; 0 is never. */
  readonly warnMinutes: number;
}

export interface DeviceView {
  readonly name: string;
  readonly version: string;
  /** How keys are kept on this device: encrypted by a keyring or a passphrase, or in a file only this user can read. */
  readonly secretStorage: 'encrypted' | 'passphrase' | 'file';
  readonly home: string;
  /** What the organisation wants this device to serve, and whether its person agreed. Empty in solo mode. */
  readonly pools: readonly { readonly name: string; readonly isAgreed: boolean }[];
  readonly runner: {
    readonly pools: readonly string[];
    readonly active: number;
    readonly stuck: number;
    /** What its journal has that only a newer Latchkey knows, in sentences. */
    readonly newer: readonly string[];
  } | null;
}

/** One row of the history list. */
export interface HistoryRow {
  readonly requestId: string;
  readonly requester: string;
  /** As it was on that day. */
  readonly requesterName: string;
  readonly titles: readonly string[];
  readonly entitlementIds: readonly string[];
  readonly status: string;
  /** What is wrong with the part that is in trouble, as the log says; null where nothing is. It is told before `status`. */
  readonly trouble: 'overdue' | 'stuck' | null;
  /** Null: it was erased. */
  readonly reason: string | null;
  readonly ticket: string | null;
  readonly submittedAt: Instant;
  readonly approvers: readonly string[];
  readonly deniedBy: string | null;
  readonly startsAt: Instant | null;
  /** When the first of what is not gone yet should be gone; null when nothing is left, or the clock has not started. */
  readonly dueAt: Instant | null;
  /** When the last of it was verified gone, or said to be; null before that. */
  readonly endedAt: Instant | null;
  /** The owner who says that it is gone where that was not verified. */
  readonly confirmedBy: string | null;
  readonly cause: EndCause | null;
  /** By how much the latest of it was late. */
  readonly lateMs: number | null;
}

/** One request, told entry by entry. `leftOut`: so many entries in the middle are not told, before the one at `beforeSeq`. */
export interface Timeline {
  readonly state: RequestState | null;
  readonly items: readonly TimelineItem[];
  readonly leftOut: { readonly count: number; readonly beforeSeq: number } | null;
}

/** One entry of a request's timeline. */
export interface TimelineItem {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: string;
  readonly type: string;
  /** A sentence, plain text. */
  readonly text: string;
}

export interface CredentialView {
  readonly grantId: string;
  readonly title: string;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly secret: boolean;
  }[];
  readonly command: string | null;
  readonly instructions: string | null;
}

export type ViewName = 'inbox' | 'request' | 'access' | 'history' | 'settings';
