import type { GrantState } from '../../shared/domain/grant/grant.ts';
import type { Phase, RequestFacts, RequestState, Review } from '../../shared/domain/request/request.ts';
import { durationMs, instant } from '../../shared/lib/time.ts';
import { said } from './said.ts';

const MINUTE = 60_000;
const HASH = 'a'.repeat(64);
const SIGNATURE = 'A'.repeat(86);

export const PEOPLE = {
  'ana@example.com': 'Ana Example',
  'lead@example.com': 'Lead Example',
  'dev@example.com': 'Dev Example',
  'ops@example.com': 'Olu Operations',
  'service:deploy-bot': 'deploy-bot',
} as const;

const LEADS = ['ana@example.com', 'lead@example.com', 'ops@example.com'];

export interface SampleRequest {
  readonly id: string;
  readonly requester?: keyof typeof PEOPLE;
  readonly titles?: readonly (readonly [id: string, title: string])[];
  readonly minutes?: number;
  readonly reason?: string;
  readonly ticket?: string | null;
  readonly submittedAt: number;
  readonly reviewers?: readonly string[];
  readonly need?: number;
  readonly reviews?: readonly Review[];
  readonly phase?: Phase;
  readonly isAuto?: boolean;
}

/** As the manifest of `postgres` has it. */
const LATE = {
  mostMs: durationMs(10_000),
  why: 'VALID UNTIL is set a moment before the clock starts',
};

/** A request as the service would send it. What is not said is ordinary. */
export function sampleRequest(sample: SampleRequest): RequestState {
  const requester = sample.requester ?? 'dev@example.com';
  const titles = sample.titles ?? [['prod/payments-db:write', 'Write to the payments database']];
  const facts: RequestFacts = {
    v: 3,
    requestId: sample.id,
    requester,
    requesterName: PEOPLE[requester],
    publicKey: null,
    entitlements: titles.map(([entitlementId, title], index) => ({
      entitlementId,
      title,
      providerId: 'payments-db',
      pool: 'default',
      grantId: `${sample.id}${index}`,
      end: { nativeExpiry: true, sessionsSurvive: false, late: LATE },
    })),
    durationMs: durationMs((sample.minutes ?? 30) * MINUTE),
    reason: said(
      sample.reason ?? 'Refunds are stuck since the deployment at two; I have to correct 41 rows by hand.',
    ),
    ticket: sample.ticket === undefined ? 'INC-4711' : sample.ticket,
    submittedAt: instant(sample.submittedAt),
    lapsesAt: instant(sample.submittedAt + 60 * MINUTE),
    rules: ['production writes'],
    organisationVersion: 7,
    plan: sample.isAuto
      ? { kind: 'auto' }
      : {
          kind: 'review',
          steps: [
            {
              name: 'owner',
              meant: [[{ kind: 'group', name: 'leads' }]],
              need: sample.need ?? 1,
            },
          ],
        },
    requestHash: HASH,
  };
  return {
    facts,
    version: 1,
    reviewers: sample.isAuto ? [] : [sample.reviewers ?? LEADS],
    former: [],
    reviews: sample.reviews ?? [],
    phase: sample.phase ?? { kind: 'submitted', step: 0 },
  };
}

export function sampleReview(
  reviewer: string,
  at: number,
  comment = '',
  decision: Review['decision'] = 'approve',
): Review {
  return {
    reviewer,
    deviceId: 'device-1',
    decision,
    comment: said(comment),
    step: 0,
    at: instant(at),
    signature: SIGNATURE,
  };
}

export function approvedPhase(
  id: string,
  at: number,
  grants: readonly GrantState[],
  by: 'policy' | 'reviews' = 'reviews',
): Phase {
  const entries = grants.map((grant, index) => [`${id}${index}`, grant] as const);
  return { kind: 'approved', at: instant(at), by, grants: Object.fromEntries(entries) };
}

export const activeGrant = (startsAt: number, expiresAt: number, overdue = false): GrantState => ({
  kind: 'active',
  startsAt: instant(startsAt),
  expiresAt: instant(expiresAt),
  runnerId: 'runner-1',
  overdue,
});

export const activatingGrant = (since: number): GrantState => ({
  kind: 'activating',
  since: instant(since),
  runnerId: 'runner-1',
});

export const stuckGrant = (startsAt: number, expiresAt: number): GrantState => ({
  kind: 'revoking',
  cause: 'expired',
  by: null,
  since: instant(expiresAt),
  startsAt: instant(startsAt),
  expiresAt: instant(expiresAt),
  attempts: 7,
  stuck: true,
  overdue: true,
  lastMessage: 'connect ECONNREFUSED 127.0.0.1:5432: the database does not answer',
});

export const revokedGrant = (startsAt: number, dueAt: number, lateMs: number): GrantState => ({
  kind: 'revoked',
  cause: 'expired',
  by: null,
  startsAt: instant(startsAt),
  expiresAt: instant(dueAt),
  dueAt: instant(dueAt),
  verifiedAt: instant(dueAt + lateMs),
  lateMs: durationMs(lateMs),
  confirmedBy: null,
});
