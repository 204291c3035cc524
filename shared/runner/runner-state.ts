import { OVERDUE_AFTER_MS } from '../domain/grant/becomes-overdue.ts';
import { STUCK_AFTER_ATTEMPTS } from '../domain/grant/decide-grant.ts';
import type { Instant } from '../lib/time.ts';
import type { UnclearGrant } from './grant-book.ts';
import type { GrantEntry } from './grant-entry.ts';

/** One grant in a runner's hands, for people to see. */
export interface RunnerGrant {
  readonly grantId: string;
  readonly requestId: string;
  readonly title: string;
  readonly subjectName: string;
  /** `active`: also where it only may be, and waits for its end. */
  readonly kind: 'granting' | 'active' | 'revoking';
  /** When access ends, or should have; null while it is not known. */
  readonly dueAt: Instant | null;
  readonly attempts: number;
  readonly isOverdue: boolean;
  readonly isStuck: boolean;
  readonly lastMessage: string | null;
}

export interface RunnerState {
  /** Its journal is open: what it says of grants is all there is. */
  readonly isOpen: boolean;
  readonly grants: readonly RunnerGrant[];
  /** Why the service cannot be reached; null while it can. */
  readonly serviceTrouble: string | null;
  /** The wall clock went back: nothing new is granted until it is right again. */
  readonly isClockBehind: boolean;
  /** Finished at the target, but the service has not heard of it yet. */
  readonly unreported: number;
  /** Lines of the journal that a newer Latchkey made: kept as they are, and what they are about is ended. */
  readonly newerRecords: number;
  /** Of these, grants that this Latchkey cannot end: it cannot read what was granted. */
  readonly unclear: readonly UnclearGrant[];
  /** The same in sentences, for people. */
  readonly newer: readonly string[];
}

export function grantsToShow(entries: Iterable<GrantEntry>, now: Instant): RunnerGrant[] {
  return Array.from(entries)
    .flatMap((entry) => toShow(entry, now) ?? [])
    .sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
}

function toShow({ grantId, granted, job, phase }: GrantEntry, now: Instant): RunnerGrant | null {
  if (phase.kind === 'gone') return null;
  const isRevoking = phase.kind === 'revoking';
  const dueAt = isRevoking ? phase.dueAt : (granted?.expiresAt ?? null);
  const attempts = isRevoking ? phase.attempts : 0;
  return {
    grantId,
    requestId: job.requestId,
    title: job.entitlement.title,
    subjectName: job.subject.name,
    kind: isRevoking && now < phase.dueAt ? 'active' : phase.kind,
    dueAt,
    attempts,
    isOverdue: dueAt !== null && now >= dueAt + OVERDUE_AFTER_MS,
    isStuck: attempts >= STUCK_AFTER_ATTEMPTS,
    lastMessage: isRevoking ? phase.lastMessage : null,
  };
}
