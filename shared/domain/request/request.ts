import type { GrantState } from '../grant/grant.ts';
import type { ProviderEnd } from '../grant/provider-end.ts';
import type { Risk } from '../organisation/high-risk.ts';
import type { PlanStep } from '../policy/approval-step.ts';
import type { Refusal } from '../refusal.ts';
import type { Said } from '../../lib/said.ts';
import type { DurationMs, Instant } from '../../lib/time.ts';

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

export type Plan =
  { readonly kind: 'auto' } | { readonly kind: 'review'; readonly steps: readonly PlanStep[] };

/** What was asked. Never changes after submission; `requestHash` binds a review to exactly this. */
export interface RequestFacts {
  /** Of what `requestHash` is made. 1 and 2 had the reason itself in it, and are in no log that is read now. */
  readonly v: 3;
  readonly requestId: string;
  readonly requester: string;
  readonly requesterName: string;
  /** The requester's own SSH key when they asked: what is made for a key is made for this one. Null: they had none, and nothing is said of keys. */
  readonly publicKey: string | null;
  readonly entitlements: readonly RequestedEntitlement[];
  readonly durationMs: DurationMs;
  readonly reason: Said;
  readonly ticket: string | null;
  readonly submittedAt: Instant;
  readonly lapsesAt: Instant;
  /** Names of the policy rules that decided, and the version of the organisation that they come from. */
  readonly rules: readonly string[];
  readonly organisationVersion: number;
  readonly plan: Plan;
  /** Nobody's approval counts in two steps of the plan. Not hashed: it grants nothing, and can only ask for more people. */
  readonly distinct?: true | undefined;
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
  readonly comment: Said;
  /** Index of the step that the review was given for. */
  readonly step: number;
  readonly at: Instant;
  /** Of an entry of before statements: base64url Ed25519 signature of the reviewer's device over what was `reviewMessage` then. */
  readonly signature?: string | undefined;
}

/** What somebody said about a request, beside any answer. */
export interface Comment {
  readonly id: string;
  readonly by: string;
  readonly at: Instant;
  readonly text: Said;
}

/** So many comments a request has at most: more is a conversation, which belongs where people talk. */
export const MOST_COMMENTS = 100;

export type Phase =
  | { readonly kind: 'submitted'; readonly step: number }
  | { readonly kind: 'refused'; readonly at: Instant; readonly refusal: Refusal }
  | { readonly kind: 'denied'; readonly at: Instant; readonly by: string; readonly comment: Said }
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
  /** In the order in which they were made, at most `MOST_COMMENTS`. Absent: nobody said anything. */
  readonly comments?: readonly Comment[] | undefined;
  /** The last time that those whose answer to `step` was missing were told again; `count` is of this step. Absent: never. */
  readonly reminded?: { readonly step: number; readonly count: number; readonly at: Instant } | undefined;
  readonly phase: Phase;
}

/** The one word for a whole request in lists: the least finished of its grants speaks for it. */
export type RequestStatus = Exclude<Phase['kind'], 'approved'> | GrantState['kind'];
