import type { GrantEntry } from '../grant/grant-entry.ts';
import type { Refusal } from '../refusal.ts';
import type { Said } from '../../lib/said.ts';
import type { RequestFacts, Review } from './request.ts';

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
  | { readonly type: 'requestDenied'; readonly by: string; readonly comment: Said }
  | { readonly type: 'requestWithdrawn'; readonly by: string }
  /** Somebody said something about it; it changes nothing else. `commentId`: made by who said it, so that it is said once. */
  | {
      readonly type: 'requestCommented';
      readonly by: string;
      readonly comment: Said;
      readonly commentId: string;
    }
  | { readonly type: 'requestLapsed' }
  /** Those whose answer to this step is missing are told again, for the `count`th time. */
  | { readonly type: 'reviewReminded'; readonly step: number; readonly count: number }
  /** It waited, and policy as it is now wants more than it can get, or refuses. */
  | { readonly type: 'requestOverruled'; readonly organisationVersion: number; readonly refusal: Refusal }
  | GrantEntry;

export const requestStream = (requestId: string): string => `request/${requestId}`;
