import { assertNever } from '../../lib/assert-never.ts';
import { err, ok } from '../../lib/result.ts';
import type { Said } from '../../lib/said.ts';
import { saidLength } from '../../lib/said-length.ts';
import { durationMs, SECOND_MS, type DurationMs, type Instant } from '../../lib/time.ts';
import { told, type Spoken } from '../../words/told.ts';
import { NOTHING, type Decided } from '../decided.ts';
import { refuse } from '../refusal.ts';
import type { GrantCommand } from './grant-command.ts';
import type { GrantEntry } from './grant-entry.ts';
import { dueTime, fenceOf, type GrantState } from './grant.ts';
import { isOver, OVER } from './is-over.ts';
import { isStuck } from './is-stuck.ts';
import { HOLDERS_WORD, isHoldersOther, taken, whyNotHeard } from './whose-word.ts';

/** How far a runner's clock may be ahead of the service's before its report is refused. */
const CLOCK_SKEW_MS = 30 * SECOND_MS;

/** So many failed attempts make a revocation stuck: people are paged, attempts go on. */
export const STUCK_AFTER_ATTEMPTS = 6;

/** One grant of an approved request, as far as it is needed to decide about it. */
export interface GrantSubject {
  readonly grantId: string;
  readonly grant: GrantState;
  readonly holder: string;
  /** For how long access was approved. */
  readonly durationMs: DurationMs;
  /** Who approved it. */
  readonly approvers: readonly string[];
}

type Decision = Decided<GrantEntry>;

/** What a command leads to. Pure, and total: whatever the grant's state, it is answered. */
export function decideGrant(subject: GrantSubject, command: GrantCommand, now: Instant): Decision {
  switch (command.type) {
    case 'startActivation':
      return startActivation(subject, command);
    case 'takeRevocation':
      return takeRevocation(subject, command);
    case 'reportActivated':
      return activated(subject, command, now);
    case 'reportFailed':
      return failed(subject, command);
    case 'end':
      return end(subject, command, now);
    case 'confirmGone':
      return confirmGone(subject, command);
    case 'reportRevocationFailed':
      return revocationFailed(subject, command, now);
    case 'reportRevoked':
      return revoked(subject, command, now);
    default:
      return assertNever(command);
  }
}

type CommandOf<T extends GrantCommand['type']> = Extract<GrantCommand, { type: T }>;

function startActivation({ grant }: GrantSubject, command: CommandOf<'startActivation'>): Decision {
  const { grantId, runnerId } = command;
  if (isHoldersOther(grant, command)) return err(HOLDERS_WORD);
  if (grant.kind === 'activating' && grant.runnerId === runnerId) return NOTHING;
  return grant.kind === 'scheduled' || grant.kind === 'activating'
    ? one({ type: 'grantActivating', grantId, runnerId, fence: fenceOf(grant) + 1 })
    : notNow(grant);
}

/** Access that is reported gone is taken again by the runner that set it up alone: the use case asks for no other. */
function takeRevocation({ grant }: GrantSubject, command: CommandOf<'takeRevocation'>): Decision {
  const { grantId, runnerId } = command;
  if (grant.kind !== 'revoking' && grant.kind !== 'revoked') return notNow(grant);
  if (isHoldersOther(grant, command)) return err(HOLDERS_WORD);
  return ok(taken(grant, { grantId, runnerId }));
}

function activated(
  { grant, durationMs: approvedMs }: GrantSubject,
  command: CommandOf<'reportActivated'>,
  now: Instant,
): Decision {
  const { grantId, runnerId, startsAt, expiresAt, evidence } = command;
  const refusal = whyNotHeard(grant, command);
  if (refusal) return err(isOver(grant) ? OVER : refusal);
  if (grant.kind === 'active' && grant.expiresAt === expiresAt) return NOTHING;
  if (grant.kind !== 'activating' && grant.kind !== 'active') return notNow(grant);
  if (isOfAnother(grant, runnerId)) return TAKEN_OVER;
  if (grant.kind === 'active') return notNow(grant);
  const isPlausible =
    startsAt <= now + CLOCK_SKEW_MS &&
    startsAt >= grant.since - CLOCK_SKEW_MS &&
    expiresAt > startsAt &&
    expiresAt - startsAt <= approvedMs;
  if (!isPlausible) return err(refuse('badInput', 'otherWindow'));
  return one({ type: 'grantActivated', grantId, runnerId, startsAt, expiresAt, evidence });
}

function failed({ grant }: GrantSubject, command: CommandOf<'reportFailed'>): Decision {
  const { grantId, runnerId, message } = command;
  const refusal = whyNotHeard(grant, command);
  if (refusal) return err(refusal);
  if (grant.kind === 'failed') return NOTHING;
  if (isOfAnother(grant, runnerId)) return TAKEN_OVER;
  const neverWorked =
    grant.kind === 'scheduled' ||
    grant.kind === 'activating' ||
    (grant.kind === 'revoking' && grant.cause === 'activationFailed');
  return neverWorked ? one({ type: 'grantFailed', grantId, message }) : notNow(grant);
}

/**
 * Closes what cannot be verified, because its target is gone for good. Only once it is stuck, only by an owner, and not by
 * the holder: it is a person's word in the place of a check.
 */
function confirmGone({ grant, holder }: GrantSubject, command: CommandOf<'confirmGone'>): Decision {
  const { grantId, by, byOwner, reason } = command;
  if (grant.kind === 'revoked') return NOTHING;
  if (!byOwner || by === holder) return err(NOT_THEIR_WORD);
  if (!isStuck(grant)) return err(NOT_STUCK);
  return saidLength(reason.text) === 0
    ? err(NO_PROOF)
    : one({ type: 'grantConfirmedGone', grantId, by, reason });
}

/**
 * Ends access early. A grant that no runner ever took has touched nothing, and there may be nobody who could verify that: it is
 * over at once. Taking a grant is an entry (`grantActivating`), written before its runner hears of it.
 */
function end({ grant, holder, approvers }: GrantSubject, command: CommandOf<'end'>, now: Instant): Decision {
  const { by, grantId, reason } = command;
  const isHolder = by === holder;
  if (!isHolder && !approvers.includes(by) && !command.byOwner) {
    return err(refuse('notAllowed', 'endNotTheirs'));
  }
  if (grant.kind === 'revoking' || grant.kind === 'revoked') return NOTHING;
  if (grant.kind === 'failed') return notNow(grant);
  const ended = ending(grantId, isHolder ? 'returned' : 'ended', by, reason);
  if (grant.kind !== 'scheduled') return one(ended);
  const nothing = {
    type: 'grantRevoked',
    grantId,
    verifiedAt: now,
    lateMs: durationMs(0),
    evidence: null,
  } as const;
  return ok([
    { ...ended, neverBegan: true },
    { ...nothing, neverBegan: true },
  ]);
}

function revocationFailed(
  { grant }: GrantSubject,
  command: CommandOf<'reportRevocationFailed'>,
  now: Instant,
): Decision {
  const { grantId, runnerId, message } = command;
  const refusal = whyNotHeard(grant, command);
  if (refusal) return err(refusal);
  const begin =
    command.foundThere && grant.kind === 'revoked'
      ? [found(command)]
      : beginRevoking(grant, { grantId, runnerId }, now);
  if (!begin) return isOfAnother(grant, runnerId) ? TAKEN_OVER : notNow(grant);
  const attempts = (grant.kind === 'revoking' ? grant.attempts : 0) + 1;
  return ok([
    ...begin,
    // Who failed goes on trying: the work is theirs.
    ...taken(grant, command),
    { type: 'revocationFailed', grantId, attempts, message, stuck: attempts >= STUCK_AFTER_ATTEMPTS },
  ]);
}

function revoked({ grant }: GrantSubject, command: CommandOf<'reportRevoked'>, now: Instant): Decision {
  const { grantId, runnerId, evidence } = command;
  const refusal = whyNotHeard(grant, command);
  if (refusal) return err(refusal);
  const isFound = grant.kind === 'revoked' && command.foundThere;
  if (grant.kind === 'revoked' && !isFound) return NOTHING;
  const begin = isFound ? [found(command)] : beginRevoking(grant, { grantId, runnerId }, now);
  if (!begin) return isOfAnother(grant, runnerId) ? TAKEN_OVER : notNow(grant);
  const verifiedAt = (command.verifiedAt > now + CLOCK_SKEW_MS ? now : command.verifiedAt) as Instant;
  const dueAt = whenDue(grant, now);
  const lateMs = durationMs(Math.max(0, verifiedAt - dueAt));
  return ok([...begin, { type: 'grantRevoked', grantId, verifiedAt, lateMs, evidence }]);
}

function whenDue(grant: GrantState, now: Instant): Instant {
  if (grant.kind === 'revoking') return dueTime(grant);
  if (grant.kind === 'revoked') return grant.dueAt;
  return grant.kind === 'active' ? grant.expiresAt : now;
}

/** What only the runner that set access up can say of access that somebody else reported gone. */
const found = ({
  grantId,
  runnerId,
}: {
  readonly grantId: string;
  readonly runnerId: string;
}): GrantEntry => ({ type: 'grantFoundThere', grantId, runnerId, message: FOUND_THERE });

/**
 * The entries that must come before a revocation's result: a runner that revoked at the deadline from its own journal
 * is the first to say so. Undefined when there is nothing to revoke: before its deadline only `end` starts that, and
 * what one runner sets up is not cleaned up by another.
 */
function beginRevoking(
  grant: GrantState,
  { grantId, runnerId }: { readonly grantId: string; readonly runnerId: string },
  now: Instant,
): GrantEntry[] | undefined {
  if (grant.kind === 'revoking') return [];
  const isDue = grant.kind === 'active' && now >= grant.expiresAt - CLOCK_SKEW_MS;
  if (isDue) return [ending(grantId, 'expired', null, '')];
  const isOwn = grant.kind === 'activating' && grant.runnerId === runnerId;
  return isOwn ? [ending(grantId, 'activationFailed', null, '')] : undefined;
}

const ending = (
  grantId: string,
  cause: 'expired' | 'returned' | 'ended' | 'activationFailed',
  by: string | null,
  reason: Said | Spoken,
): Extract<GrantEntry, { type: 'grantEnding' }> => ({
  type: 'grantEnding',
  grantId,
  cause,
  by,
  reason,
});

const isOfAnother = (grant: GrantState, runnerId: string): boolean =>
  (grant.kind === 'activating' || grant.kind === 'active') && grant.runnerId !== runnerId;

/** A code of its own: the runner that is told so must let go without revoking what the other one granted. */
const TAKEN_OVER = err(refuse('takenOver', 'takenOver'));

const NOT_THEIR_WORD = refuse('notAllowed', 'confirmGoneNotTheirs');
const NOT_STUCK = refuse('notActive', 'notStuck');
const NO_PROOF = refuse('badInput', 'noProofGone');

/** What a runner says of access that it finds although another reported it gone. */
export const FOUND_THERE = told('foundThere');

const one = (entry: GrantEntry): Decision => ok([entry]);

const notNow = (grant: GrantState): Decision =>
  err(refuse('notActive', 'grantStands', { status: grant.kind }));
