import type { MemberMatcher } from '../organisation/organisation.ts';
import type { Risk } from '../policy/high-risk.ts';
import type { Refusal } from '../refusal.ts';
import type { DurationMs, Instant } from '../../lib/time.ts';

/** How access ends at its target, as the provider's manifest says it. */
export interface ProviderEnd {
  /** The target itself ends access at the deadline. */
  readonly nativeExpiry: boolean;
  /** So long after the deadline it may do so at the latest, and why. Left out where only Latchkey ends access, and in requests of before. */
  readonly late?: { readonly mostMs: DurationMs; readonly why: string } | undefined;
  /** A session that was opened before the end goes on after it. */
  readonly sessionsSurvive: boolean;
}

/** One thing asked for, as it was in the catalog when it was asked for, with the grant it will become. */
export interface RequestedEntitlement {
  readonly entitlementId: string;
  readonly title: string;
  readonly providerId: string;
  readonly pool: string;
  readonly grantId: string;
  /** Null for a provider of one's own: the service does not have its manifest. */
  readonly end: ProviderEnd | null;
}

/** Ordered; a step is done when `need` of those who are meant approved. */
export interface PlanStep {
  readonly name: string;
  readonly need: number;
  /** Who is meant, as the rules say it: a person is whom each of these lists means. There are several where rules share a step. */
  readonly meant: readonly (readonly MemberMatcher[])[];
}

/** A step with the people who may answer it: never groups or devices, and never the requester. */
export interface ApprovalStep extends PlanStep {
  readonly reviewers: readonly string[];
}

export type Plan =
  { readonly kind: 'auto' } | { readonly kind: 'review'; readonly steps: readonly PlanStep[] };

/** What was asked. Never changes after submission; `requestHash` binds a review to exactly this. */
export interface RequestFacts {
  /** Of what `requestHash` is made. 1: of a request whose plan named people, by id; its steps mean exactly those. */
  readonly v: 1 | 2;
  readonly requestId: string;
  readonly requester: string;
  readonly requesterName: string;
  /** The requester's own SSH key when they asked: what is made for a key is made for this one. Null: they had none, and nothing is said of keys. */
  readonly publicKey: string | null;
  readonly entitlements: readonly RequestedEntitlement[];
  readonly durationMs: DurationMs;
  readonly reason: string;
  readonly ticket: string | null;
  readonly submittedAt: Instant;
  readonly lapsesAt: Instant;
  /** Names of the policy rules that decided, and the version of the organisation that they come from. */
  readonly rules: readonly string[];
  readonly organisationVersion: number;
  readonly plan: Plan;
  /** Absent: ordinary, or asked before rules could say it. */
  readonly risk?: Risk | undefined;
  /** Hex SHA-256 of the canonical bytes of what the reviewer sees: see `reviewedContent`. */
  readonly requestHash: string;
}

export type Decision = 'approve' | 'deny';

export interface Review {
  readonly reviewer: string;
  readonly deviceId: string;
  readonly decision: Decision;
  readonly comment: string;
  /** Index of the step that the review was given for. */
  readonly step: number;
  readonly at: Instant;
  /** Base64url Ed25519 signature of the reviewer's device over `reviewMessage`. */
  readonly signature: string;
}

/** Why a grant ends. */
export type EndCause = 'expired' | 'returned' | 'ended' | 'activationFailed';

/** The life of one grant. `startsAt`/`expiresAt` are null where access never worked. */
export type GrantState =
  | { readonly kind: 'scheduled'; readonly startsAt: Instant }
  | { readonly kind: 'activating'; readonly since: Instant; readonly runnerId: string }
  | {
      readonly kind: 'active';
      readonly startsAt: Instant;
      readonly expiresAt: Instant;
      readonly runnerId: string;
      readonly overdue: boolean;
    }
  | {
      readonly kind: 'revoking';
      readonly cause: EndCause;
      readonly by: string | null;
      readonly since: Instant;
      readonly startsAt: Instant | null;
      readonly expiresAt: Instant | null;
      readonly attempts: number;
      /** Six attempts failed: people are paged; attempts go on. */
      readonly stuck: boolean;
      readonly overdue: boolean;
      readonly lastMessage: string | null;
    }
  | {
      readonly kind: 'revoked';
      readonly cause: EndCause;
      readonly by: string | null;
      readonly startsAt: Instant | null;
      readonly expiresAt: Instant | null;
      /** When the access should have ended: the deadline, or the moment somebody ended it. */
      readonly dueAt: Instant;
      /** When it was verified gone. */
      readonly verifiedAt: Instant;
      readonly lateMs: DurationMs;
      /** The owner who answers for it where no runner could verify it; null where one did. */
      readonly confirmedBy: string | null;
      /** No runner had taken it up: there was nothing to verify. Absent: one had, or it was kept before this was said. */
      readonly neverBegan?: true | undefined;
    }
  | { readonly kind: 'failed'; readonly at: Instant; readonly message: string };

export type Phase =
  | { readonly kind: 'submitted'; readonly step: number }
  | { readonly kind: 'refused'; readonly at: Instant; readonly refusal: Refusal }
  | { readonly kind: 'denied'; readonly at: Instant; readonly by: string; readonly comment: string }
  | { readonly kind: 'withdrawn'; readonly at: Instant }
  | { readonly kind: 'lapsed'; readonly at: Instant }
  | {
      readonly kind: 'approved';
      readonly at: Instant;
      readonly by: 'policy' | 'reviews';
      readonly grants: Readonly<Record<string, GrantState>>;
    };

/** The fold of one request's stream. `version` counts its entries. */
export interface RequestState {
  readonly facts: RequestFacts;
  readonly version: number;
  /** Who may answer each step of the plan now. Not part of what was asked: entries change it. */
  readonly reviewers: readonly (readonly string[])[];
  /** Who could answer some step once and may not now: what they saw they go on seeing. */
  readonly former: readonly string[];
  readonly reviews: readonly Review[];
  readonly phase: Phase;
}

/** The one word for a whole request in lists: the least finished of its grants speaks for it. */
export type RequestStatus = Exclude<Phase['kind'], 'approved'> | GrantState['kind'];
