import type { Condition } from '../conditions/compile-condition.ts';
import type { Risk } from '../organisation/high-risk.ts';
import type { DurationMs } from '../../lib/time.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A person or a service account. Ids of services begin with `service:`. */
export interface Member {
  readonly id: string;
  readonly kind: 'person' | 'service';
  readonly name: string;
  readonly groups: readonly string[];
  readonly manager: string | null;
  readonly timezone: string | null;
  /** Of a service account: the people who act as it, so that none of them approves what it asks for. */
  readonly operators?: readonly string[];
  /** Pools that this member's runners may serve. */
  readonly pools: readonly string[];
  /** An OpenSSH public key line that certificates are made for, where the person wants their own. */
  readonly sshPublicKey: string | null;
}

export interface ProviderConfig {
  readonly id: string;
  /** A shipped provider's name, or a folder relative to the catalog file. */
  readonly use: string;
  readonly pool: string;
  /** Secrets stand in it as `{ secret: NAME }`; only a runner looks them up. */
  readonly config: Json;
  /** Hex SHA-256 of the provider folder as it was published; null for shipped providers. */
  readonly digest: string | null;
}

export interface Entitlement {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly providerId: string;
  readonly input: Json;
  readonly tags: Readonly<Record<string, string>>;
}

/** Who is meant: `group:NAME`, `person:ID`, `service:ID` (as written in the file) or anyone. */
export type MemberMatcher =
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'member'; readonly id: string }
  | { readonly kind: 'anyone' };

/** Who may answer: also who follows from the request. `manager`: of who asks. `ownerOf`: the group that this tag of the entitlement names. */
export type ReviewerMatcher =
  MemberMatcher | { readonly kind: 'manager' } | { readonly kind: 'ownerOf'; readonly tag: string };

export interface RuleStep {
  readonly name: string;
  readonly reviewers: readonly ReviewerMatcher[];
  readonly need: number;
  /** How often those whose answer is missing are told again; absent: they are not. */
  readonly remindEveryMs?: DurationMs;
}

export type RuleDecision =
  | { readonly kind: 'auto' }
  | { readonly kind: 'review'; readonly steps: readonly RuleStep[] }
  | { readonly kind: 'refuse'; readonly message: string };

/** The first rule that matches decides. */
export interface Rule {
  readonly name: string;
  /** Globs: `*` is any run of characters but `/`, `**` any run at all. */
  readonly entitlements: readonly string[];
  /** In the place of globs: an entitlement with all of these tags. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly requesters: readonly MemberMatcher[];
  /** What has to hold besides; absent: nothing has to. */
  readonly when?: Condition;
  /** Where `request.local` of the condition is: a zone, or that of who asks. Absent: that of who asks. */
  readonly timezone?: string;
  readonly minReasonLength: number;
  /** Source of a regular expression the whole ticket is tested with, or null when none is asked for. */
  readonly ticketPattern: string | null;
  readonly decision: RuleDecision;
  /** Nobody's approval counts in two of its steps. Absent: it may, as before files could say it. */
  readonly distinct?: true;
  readonly maxDurationMs: DurationMs;
  /** How long an unanswered request waits before it lapses. */
  readonly lapseAfterMs: DurationMs;
  /** An approval by this rule is never one press. */
  readonly risk?: Risk;
}

/** One published version of all documents. `version` 0 is an organisation to which nothing was published yet. */
export interface Organisation {
  readonly version: number;
  readonly owners: readonly string[];
  readonly members: Readonly<Record<string, Member>>;
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  readonly entitlements: Readonly<Record<string, Entitlement>>;
  readonly rules: readonly Rule[];
  /** Of who has none of their own; absent: UTC. */
  readonly timezone?: string;
  /** Dates as in ISO 8601 (2026-12-25); absent: there are none. */
  readonly holidays?: readonly string[];
}

/** In a rule: the zone of who asks. */
export const OF_REQUESTER = 'requester';
