import { assertNever } from '../../lib/assert-never.ts';
import { durationMs, type Instant } from '../../lib/time.ts';
import type { GrantEntry } from './grant-entry.ts';
import { dueTime, grantorOf, type GrantState, type Hand } from './grant.ts';

/** A grant's state after `entry`. Pure; throws only when entries come that `decideGrant` can never write (a damaged log). */
export function evolveGrant(grant: GrantState, entry: GrantEntry, at: Instant): GrantState {
  const next = evolveKind(grant, entry, at);
  const [hand, grantedBy] = [handAfter(grant, entry), grantorOf(grant)];
  return {
    ...next,
    ...(hand && { hand }),
    ...(grantedBy !== null && !('runnerId' in next) && { grantedBy }),
  };
}

/** Only a taking passes the work on. */
function handAfter({ hand }: GrantState, entry: GrantEntry): Hand | undefined {
  if (entry.type !== 'grantActivating' && entry.type !== 'revocationTaken') return hand;
  const { runnerId, fence } = entry;
  return fence === undefined ? undefined : { runnerId, fence };
}

function evolveKind(grant: GrantState, entry: GrantEntry, at: Instant): GrantState {
  switch (entry.type) {
    case 'grantActivating':
      return { kind: 'activating', since: at, runnerId: entry.runnerId };
    case 'grantActivated': {
      const { startsAt, expiresAt, runnerId } = entry;
      return { kind: 'active', startsAt, expiresAt, runnerId, overdue: false };
    }
    case 'grantFailed':
      return { kind: 'failed', at, message: entry.message };
    case 'grantEnding': {
      const { cause, by } = entry;
      const overdue = 'overdue' in grant && grant.overdue;
      return {
        kind: 'revoking',
        cause,
        by,
        since: at,
        ...windowOf(grant),
        attempts: 0,
        stuck: false,
        overdue,
        lastMessage: null,
      };
    }
    case 'revocationFailed':
      if (grant.kind !== 'revoking') throw new Error(`revocationFailed on a grant that is ${grant.kind}`);
      return { ...grant, attempts: entry.attempts, stuck: entry.stuck, lastMessage: entry.message };
    case 'revocationTaken':
      return grant;
    case 'grantOverdue':
      if (grant.kind !== 'active' && grant.kind !== 'revoking')
        throw new Error(`grantOverdue on a grant that is ${grant.kind}`);
      return { ...grant, overdue: true };
    case 'grantFoundThere': {
      if (grant.kind !== 'revoked') throw new Error(`grantFoundThere on a grant that is ${grant.kind}`);
      const { cause, by, startsAt, expiresAt, dueAt } = grant;
      const trouble = { attempts: 0, stuck: false, overdue: true, lastMessage: entry.message };
      return { kind: 'revoking', cause, by, since: dueAt, startsAt, expiresAt, ...trouble };
    }
    case 'grantConfirmedGone':
    case 'grantRevoked': {
      if (grant.kind !== 'revoking') throw new Error(`${entry.type} on a grant that is ${grant.kind}`);
      const { cause, by, startsAt, expiresAt } = grant;
      const dueAt = dueTime(grant);
      const wasVerified = entry.type === 'grantRevoked';
      const verifiedAt = wasVerified ? entry.verifiedAt : at;
      return {
        kind: 'revoked',
        cause,
        by,
        startsAt,
        expiresAt,
        dueAt,
        verifiedAt,
        lateMs: durationMs(Math.max(0, verifiedAt - dueAt)),
        confirmedBy: wasVerified ? null : entry.by,
        ...(wasVerified && entry.neverBegan && { neverBegan: true as const }),
      };
    }
    default:
      return assertNever(entry);
  }
}

function windowOf(grant: GrantState): { startsAt: Instant | null; expiresAt: Instant | null } {
  return grant.kind === 'active'
    ? { startsAt: grant.startsAt, expiresAt: grant.expiresAt }
    : { startsAt: null, expiresAt: null };
}
