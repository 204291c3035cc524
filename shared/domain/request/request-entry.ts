import type { GrantEntry } from '../grant/grant-entry.ts';
import type { Refusal } from '../refusal.ts';
import type { RequestFacts, Review } from './request.ts';

/** What can happen to a request. Stream `request/<requestId>`. */
export type RequestEntry =
  | { readonly type: 'requestSubmitted'; readonly facts: RequestFacts }
  | { readonly type: 'requestRefused'; readonly facts: RequestFacts; readonly refusal: Refusal }
  | { readonly type: 'reviewGiven'; readonly review: Review }
  | { readonly type: 'stepDone'; readonly step: number }
  | { readonly type: 'requestApproved'; readonly by: 'policy' | 'reviews' }
  | { readonly type: 'requestDenied'; readonly by: string; readonly comment: string }
  | { readonly type: 'requestWithdrawn'; readonly by: string }
  | { readonly type: 'requestLapsed' }
  /** Those whose answer to this step is missing are told again, for the `count`th time. */
  | { readonly type: 'reviewReminded'; readonly step: number; readonly count: number }
  /** It waited, and policy as it is now wants more than it can get, or refuses. */
  | { readonly type: 'requestOverruled'; readonly organisationVersion: number; readonly refusal: Refusal }
  | GrantEntry;

export const requestStream = (requestId: string): string => `request/${requestId}`;
