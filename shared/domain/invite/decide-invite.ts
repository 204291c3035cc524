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
  if (!member)
    return err(
      refuse('notFound', `people.yaml has nobody with the id ${person}. Add them and publish first.`),
    );
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
  if (kind === 'service') return refuse('notAllowed', `${name} is a service account: ${ONE_BY_ONE}`);
  if (by === id) return refuse('notAllowed', `These are your own devices: ${ONE_BY_ONE}`);
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
export const BAD_INVITE = refuse(
  'badInvite',
  'This invite is not valid: it may be mistyped, used, or older than a day, or the service was started again since it printed it. Use a new one, from whoever sent it.',
);

const MADE_BEFORE = refuse('alreadyExists', 'This invite was made already. Make another one.');

const NO_SUCH_TIME = refuse(
  'badInput',
  'An invite is good for a day from now at most. Is the clock of this computer right? Set it, and make the invite again.',
);

const ONLY_OWNERS = refuse(
  'notAllowed',
  'Only owners can invite others. Ask one of them, or invite a further device of your own.',
);

const theirOwn = ({ id, name }: { readonly id: string; readonly name: string }): Refusal =>
  refuse(
    'notAllowed',
    `${name} has a device already, so only they can invite another: latchkey invite ${id}, run there. If all their devices are lost, invite them anew, which signs those out and is told to all owners: latchkey invite ${id} --replace.`,
  );

const ONE_BY_ONE =
  'invite the next device as always, and remove those that are not used any more with latchkey devices remove.';

const TOO_NEW = refuse(
  'notAllowed',
  'Who was added or invited anew today invites nobody in place of their devices. Another owner does, or confirms you first: latchkey confirm.',
);
