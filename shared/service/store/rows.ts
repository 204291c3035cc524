import type { Json } from '../../domain/organisation/organisation.ts';
import type { GrantState } from '../../domain/grant/grant.ts';
import type { InviteState } from '../../domain/invite/invite.ts';
import type { SaidText } from '../../lib/said.ts';
import type { Instant } from '../../lib/time.ts';

/** One leaf of the log. `text` is the leaf's bytes, `said` what people said in it, as far as it was not erased; `requestId` is null outside of requests' streams. */
export interface EntryRow {
  readonly seq: number;
  readonly stream: string;
  readonly version: number;
  readonly at: Instant;
  readonly actor: string;
  readonly type: string;
  readonly requestId: string | null;
  /** Whom an entry outside of a request concerns, besides owners; null when nobody in particular. */
  readonly person: string | null;
  readonly text: string;
  readonly said: readonly SaidText[];
  readonly leafHash: Uint8Array;
}

/** A grant as the sleeper and the runners see it: a projection of the request's state, and what only the service knows. */
export interface GrantRow {
  readonly grantId: string;
  readonly requestId: string;
  readonly pool: string;
  readonly requester: string;
  readonly kind: GrantState['kind'];
  readonly overdue: boolean;
  readonly expiresAt: Instant | null;
  readonly leaseRunner: string | null;
  readonly leaseUntil: Instant | null;
  /** Number of the last lease. It only grows, so what an earlier lease led to is told apart. */
  readonly fence: number;
  /** The device whose runner sets it up, or did; null while nobody has begun. */
  readonly grantedBy: string | null;
  /** The device that granted, while it has not answered to the end of what it granted, whatever others reported. */
  readonly owedTo: string | null;
  /** How often its work was leased: the `attempt` of the provider protocol. */
  readonly attempts: number;
  /** What the provider's grant returned, for whoever revokes. */
  readonly providerState: Json;
}

/** When time alone changes a stream next, or a lease on its work ends; null when nothing is coming. */
export interface TimerRow {
  readonly stream: string;
  readonly nextAt: Instant | null;
}

/** Something that follows from a commit: carried out once in effect, also when the service dies between. */
export interface EffectRow {
  /** Names it, and is what whoever is called outside knows it by: the same key twice is one effect. */
  readonly key: string;
  readonly kind: string;
  /** What it follows from. */
  readonly stream: string;
  readonly dueAt: Instant;
  /** Tries that failed, or whose end is not known yet. */
  readonly attempts: number;
  readonly body: Json;
  readonly lastError: string | null;
}

/** Columns of an effect's row as they were read, and must still be when something is decided on them. */
export type EffectAsRead = Partial<Pick<EffectRow, 'dueAt' | 'attempts' | 'body'>>;

/** What a commit does to effects: a new one (that is there already stays as it is), the rest of one, the end of one. */
export type EffectChange =
  | { readonly type: 'add'; readonly effect: EffectRow }
  | { readonly type: 'put'; readonly effect: EffectRow; readonly asRead?: EffectAsRead }
  | { readonly type: 'done'; readonly key: string; readonly asRead?: EffectAsRead };

export interface DeviceRow {
  readonly deviceId: string;
  readonly person: string;
  readonly name: string;
  readonly signingKey: string;
  readonly sealingKey: string;
  readonly joinedAt: Instant;
}

/** An invite as its entries say. */
export interface InviteRow {
  readonly inviteId: string;
  readonly person: string;
  /** Who made it; `latchkey` for the first owner's. */
  readonly invitedBy: string;
  readonly expiresAt: Instant;
  readonly state: InviteState['kind'];
}

/** A text by its lower case hex SHA-256: what entries name, and the log keeps beside them. */
export interface BlobRow {
  readonly hash: string;
  readonly text: string;
}

/** One published version, by the hashes of its texts, and of what they were parsed to. */
export interface DocumentRow {
  readonly version: number;
  readonly people: string;
  readonly catalog: string;
  readonly policy: string;
  readonly providerDigests: Readonly<Record<string, string>>;
  readonly publishedAt: Instant;
  /** Null: published by a Latchkey that did not keep it. */
  readonly parsed: string | null;
}

/**
 * One published version: the texts as people wrote them, and what they were parsed to, which is the document of
 * `formats/organisation` as canonical JSON.
 */
export type PublishedDocument = DocumentRow;

/**
 * What was answered to a command, so that sending it again gives the same answer. Kept for ever: a statement that could be carried
 * out once more would stand in the log twice, where every reader takes it for a forgery.
 */
export interface CommandRow {
  readonly id: string;
  readonly answer: string;
  readonly at: Instant;
}

export interface SealedRow {
  readonly grantId: string;
  readonly deviceId: string;
  readonly box: string;
}

export interface AudienceRow {
  readonly requestId: string;
  readonly memberId: string;
  readonly isRequester: boolean;
}
