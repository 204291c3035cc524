import type { HistoryRow, TimelineItem } from '../../shared/contract/snapshot.ts';
import { durationMs, instant } from '../../shared/lib/time.ts';
import { PEOPLE } from './sample-requests.ts';

const MINUTE = 60_000;

type Ending = Pick<HistoryRow, 'status' | 'deniedBy'> & {
  /** Minutes of access, of the thirty that were agreed; null where there was none. */
  readonly minutes: number | null;
  readonly lateMs: number | null;
  readonly cause: HistoryRow['cause'];
};

const revoked = (lateMs: number, cause: HistoryRow['cause'] = 'expired', minutes = 30): Ending => ({
  status: 'revoked',
  deniedBy: null,
  minutes,
  lateMs,
  cause,
});
const without = (status: string, deniedBy: string | null = null): Ending => ({
  status,
  deniedBy,
  minutes: null,
  lateMs: null,
  cause: null,
});

/** How requests end, over and over; the newest are still going on. */
const ENDINGS: readonly Ending[] = [
  revoked(40),
  revoked(40_000),
  without('denied', 'lead@example.com'),
  revoked(0, 'returned', 12),
  without('lapsed'),
  revoked(312),
  revoked(4_200),
  without('refused'),
  revoked(80, 'ended', 5),
  without('withdrawn'),
];
const RUNNING: readonly Ending[] = [
  { status: 'active', deniedBy: null, minutes: 30, lateMs: null, cause: null },
  { status: 'revoking', deniedBy: null, minutes: 30, lateMs: null, cause: null },
];

/** A history of a thousand requests, newest first. */
export function sampleHistory(now: number): readonly HistoryRow[] {
  const people = Object.entries(PEOPLE);
  return Array.from({ length: 1_000 }, (_, index) => {
    const ending = RUNNING[index] ?? ENDINGS[index % ENDINGS.length] ?? revoked(0);
    const submittedAt = now - 4 * MINUTE - index * 47 * MINUTE;
    const dueAt = ending.minutes === null ? null : instant(submittedAt + (1 + ending.minutes) * MINUTE);
    const [requester, requesterName] = people[index % people.length] ?? ['dev@example.com', 'Dev Example'];
    const isOver = ending.status === 'revoked';
    const isApproved = dueAt !== null && requester !== 'lead@example.com';
    return {
      trouble: null,
      requestId: `hist${String(index).padStart(6, '0')}`,
      requester,
      requesterName,
      titles: index % 5 === 0 ? ['Root on web-1', 'Root on web-2'] : ['Write to the payments database'],
      entitlementIds: ['prod/payments-db:write'],
      status: ending.status,
      reason: ['Refunds are stuck', 'Kernel update', 'Release 2026.11.3'][index % 3] ?? '',
      ticket: index % 2 === 0 ? `INC-${4_000 + index}` : null,
      submittedAt: instant(submittedAt),
      approvers: isApproved && index % 3 !== 2 ? ['lead@example.com'] : [],
      deniedBy: ending.deniedBy,
      startsAt: dueAt === null ? null : instant(submittedAt + MINUTE),
      dueAt: isOver ? null : dueAt,
      confirmedBy: null,
      endedAt: isOver && dueAt !== null ? instant(dueAt + (ending.lateMs ?? 0)) : null,
      cause: ending.cause,
      lateMs: ending.lateMs === null ? null : durationMs(ending.lateMs),
    };
  });
}

const TOLD = [
  ['requestSubmitted', 'Dev Example asked for Write to the payments database'],
  ['reviewGiven', 'Ana Example approved: Go ahead.'],
  ['requestApproved', 'Approved by everyone who was needed'],
  ['grantActivating', 'Access is being set up'],
  ['grantActivated', 'Access works: the clock is running'],
  ['grantEnding', 'Access is being taken away because the time was over'],
] as const;
const GONE = ['grantRevoked', 'Verified gone, 0.3 s after it was due'] as const;

/** So many failed attempts in the middle of a long story are not told. */
export const LEFT_OUT = 2_410;

export function sampleTimeline(submittedAt: number, isStuck: boolean): readonly TimelineItem[] {
  const failures = [2_411, 2_412, 2_413].map(
    (attempt) =>
      [
        'revocationFailed',
        `Attempt ${attempt} to take access away failed and needs a person: connect ECONNREFUSED 127.0.0.1:5432`,
      ] as const,
  );
  return [...TOLD, ...(isStuck ? failures : [GONE])].map(([type, text], index) => ({
    seq: 1_200 + index + (type === 'revocationFailed' ? LEFT_OUT : 0),
    at: instant(submittedAt + index * 7_000),
    actor: 'latchkey',
    type,
    text,
  }));
}
