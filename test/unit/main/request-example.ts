import { evolve } from '../../../shared/domain/request/evolve.ts';
import type { RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { RequestFacts, RequestState } from '../../../shared/domain/request/request.ts';
import { durationMs, instant } from '../../../shared/lib/time.ts';
import type { Snapshot } from '../../../shared/contract/snapshot.ts';
import { said } from '../../fakes/said.ts';

export const AT = instant(1_800_000_000_000);
export const at = (seconds: number) => instant(AT + seconds * 1_000);

export function facts(change: Partial<RequestFacts> = {}): RequestFacts {
  return {
    v: 3,
    requestId: 'request00001',
    requester: 'dev@example.com',
    requesterName: 'Dev Example',
    publicKey: null,
    entitlements: [
      {
        entitlementId: 'prod/db:write',
        title: 'Write to the payments database',
        providerId: 'payments-db',
        pool: 'default',
        grantId: 'grant000001',
        end: { nativeExpiry: false, sessionsSurvive: false },
      },
    ],
    durationMs: durationMs(3_600_000),
    reason: said('fix the payout'),
    ticket: 'INC-1',
    submittedAt: AT,
    lapsesAt: at(86_400),
    rules: ['production'],
    organisationVersion: 1,
    plan: {
      kind: 'review',
      steps: [{ name: 'owner', meant: [[{ kind: 'group', name: 'leads' }]], need: 1 }],
    },
    requestHash: 'a'.repeat(64),
    ...change,
  };
}

/** Who may answer each step when it is asked, unless a test says otherwise. */
export const LEADS = ['lead@example.com', 'second@example.com'];

/** A request after these entries, one second apart. */
export function request(
  change: Partial<RequestFacts> = {},
  ...entries: readonly RequestEntry[]
): RequestState {
  const asked = facts(change);
  const reviewers = asked.plan.kind === 'review' ? asked.plan.steps.map(() => LEADS) : [];
  const first = evolve(undefined, { type: 'requestSubmitted', facts: asked, reviewers }, AT);
  return entries.reduce<RequestState>((state, entry, index) => evolve(state, entry, at(index + 1)), first);
}

export const review = (decision: 'approve' | 'deny', reviewer = 'lead@example.com'): RequestEntry => ({
  type: 'reviewGiven',
  review: {
    reviewer,
    deviceId: 'd1',
    decision,
    comment: said(''),
    step: 0,
    at: at(1),
    signature: 'A'.repeat(86),
  },
});
export const approved: RequestEntry = { type: 'requestApproved', by: 'reviews' };
/** Active from second 3 for an hour. */
export const activated = (grantId = 'grant000001'): readonly RequestEntry[] => [
  { type: 'grantActivating', grantId, runnerId: 'r1' },
  { type: 'grantActivated', grantId, runnerId: 'r1', startsAt: at(3), expiresAt: at(3_603), evidence: null },
];
export const ended = (grantId = 'grant000001'): readonly RequestEntry[] => [
  { type: 'grantEnding', grantId, cause: 'expired', by: null, reason: '' },
  { type: 'grantRevoked', grantId, verifiedAt: at(3_604), lateMs: durationMs(1_000), evidence: null },
];

export function snapshot(change: Partial<Snapshot> = {}): Snapshot {
  return {
    revision: 1,
    setup: { kind: 'ready', mode: 'team' },
    recoveryWaits: false,
    connection: { kind: 'online', since: AT },
    me: { id: 'lead@example.com', name: 'Lead Example', isOwner: false },
    organisation: null,
    names: { 'lead@example.com': 'Lead Example', 'dev@example.com': 'Dev Example' },
    inbox: [],
    mine: [],
    newer: 0,
    running: [],
    watching: [],
    recent: [],
    catalog: { version: 1, items: [] },
    outbox: [],
    log: { size: 0, verifiedSize: 0, verifiedAt: null, alarm: null },
    notices: [],
    settings: {
      ...{ theme: 'system', language: 'system', notifications: true },
      ...{ startAtLogin: false, warnMinutes: 5 },
    },
    language: 'en',
    device: { name: 'd', version: '0', secretStorage: 'file', home: '/h', pools: [], runner: null },
    ...change,
  };
}
