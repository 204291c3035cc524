import { assertNever } from '../../lib/assert-never.ts';
import { err, ok } from '../../lib/result.ts';
import type { Instant } from '../../lib/time.ts';
import { NOTHING, type Decided } from '../decided.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { InviteCommand } from './invite-command.ts';
import type { InviteEntry } from './invite-entry.ts';
import { isInTime } from './invite-life.ts';
import type { InviteState } from './invite.ts';
import { mayJoinWith } from './may-join-with.ts';

type Decision = Decided<InviteEntry>;
type CommandOf<T extends InviteCommand['type']> = Extract<InviteCommand, { type: T }>;

/**
 * What a command leads to. Pure. Owners invite those who have no device yet; a person with a device invites their next one,
 * so that nobody becomes them behind their back. Who lost theirs is invited anew by an owner, and before everybody's eyes.
 */
export function decideInvite(state: InviteState | undefined, command: InviteCommand, now: Instant): Decision {
  switch (command.type) {
    case 'create':
      return create(state, command, now);
    case 'use':
      return use(state, command, now);
    case 'joined':
      if (state?.kind !== 'open' || isGoodFor(state, command.member, true)) return NOTHING;
      return revoked(state, command.inviteId, 'joined');
    case 'deviceRemoved':
      return state?.kind === 'open' ? revoked(state, command.inviteId, 'deviceRemoved') : NOTHING;
    case 'leave':
      return state?.kind === 'open' ? revoked(state, command.inviteId, 'left') : NOTHING;
    default:
      return assertNever(command);
  }
}

function create(state: InviteState | undefined, command: CommandOf<'create'>, now: Instant): Decision {
  const { inviteId, person, by, byOwner, member, hasDevice, replaces, inviteKey, expiresAt } = command;
  // Made twice, it is the same one.
  if (state?.kind === 'open' && state.inviteKey === inviteKey && state.invitedBy === by) return NOTHING;
  if (state) return err(MADE_BEFORE);
  if (!isInTime(expiresAt, now)) return err(NO_SUCH_TIME);
  const isOwn = by === person && member?.kind === 'person';
  if (!isOwn && !byOwner) return err(ONLY_OWNERS);
  if (!member) return err(refuse('notFound', 'nobodyToInvite', { person }));
  const refusal = replaces ? whyNotAnew(command, member) : null;
  if (refusal) return err(refusal);
  if (!mayJoinWith({ invitedBy: by, member, hasDevice, replaces })) return err(theirOwn(member));
  const made = { inviteId, person, invitedBy: by, inviteKey, expiresAt };
  return ok([{ type: 'inviteCreated', ...made, ...(replaces && { replaces }) }]);
}

/** For people who lost their devices, by somebody else who did not come in today. */
function whyNotAnew(
  { by, byIsNew }: Pick<CommandOf<'create'>, 'by' | 'byIsNew'>,
  { id, kind, name }: { readonly id: string; readonly kind: string; readonly name: string },
): Refusal | null {
  if (kind === 'service') return refuse('notAllowed', 'replaceService', { name });
  if (by === id) return refuse('notAllowed', 'replaceOwn');
  return byIsNew ? TOO_NEW : null;
}

/** Asked again whether its person may join with it: more than one may have been made while there was no device. */
function use(state: InviteState | undefined, command: CommandOf<'use'>, now: Instant): Decision {
  const { inviteId, deviceId, inviteKey, member, hasDevice, byOwner } = command;
  if (state?.kind !== 'open' || state.inviteKey !== inviteKey || !isInTime(state.expiresAt, now))
    return err(BAD_INVITE);
  // Who is no owner any more has invited nobody but themselves.
  if (!byOwner && state.invitedBy !== state.person) return err(BAD_INVITE);
  if (!member || !isGoodFor(state, member, hasDevice)) return err(BAD_INVITE);
  return ok([{ type: 'inviteUsed', inviteId, person: state.person, deviceId }]);
}

const isGoodFor = (
  { invitedBy, replaces }: InviteState,
  member: CommandOf<'joined'>['member'],
  hasDevice: boolean,
): boolean => mayJoinWith({ invitedBy, replaces, member, hasDevice });

const revoked = (
  { person }: InviteState,
  inviteId: string,
  because: Extract<InviteEntry, { type: 'inviteRevoked' }>['because'],
): Decision => ok([{ type: 'inviteRevoked', inviteId, person, because }]);

/** One sentence for unknown, used and old codes alike: who guesses learns nothing. */
export const BAD_INVITE = refuse('badInvite', 'badInvite');

/** For who has the key of an invite that was closed before it was used. */
export const INVITE_ENDED = refuse('badInvite', 'inviteEnded');

const MADE_BEFORE = refuse('alreadyExists', 'inviteThere');

const NO_SUCH_TIME = refuse('badInput', 'inviteTooLong');

const ONLY_OWNERS = refuse('notAllowed', 'inviteNotTheirs');

const theirOwn = ({ id, name }: { readonly id: string; readonly name: string }): Refusal =>
  refuse('notAllowed', 'hasDevice', { name, id });

const TOO_NEW = refuse('notAllowed', 'tooNewToReplace');
