import { assertNever } from '../../lib/assert-never.ts';
import { err, ok } from '../../lib/result.ts';
import { NOTHING, type Decided } from '../decided.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { DeviceCommand } from './device-command.ts';
import type { DeviceEntry, WhyRemoved } from './device-entry.ts';
import type { DeviceState } from './device.ts';

type Decision = Decided<DeviceEntry>;
type CommandOf<T extends DeviceCommand['type']> = Extract<DeviceCommand, { type: T }>;

/**
 * What a command leads to. Pure. A device that was removed never comes back: the next one is another. One that registered before
 * devices had streams of their own has no state here, and is removed all the same.
 */
export function decideDevice(state: DeviceState | undefined, command: DeviceCommand): Decision {
  switch (command.type) {
    case 'register':
      return register(state, command);
    case 'rename':
      return rename(state, command);
    case 'remove':
      return remove(state, command);
    case 'replace': {
      const { deviceId, person, by } = command;
      return removed(state, { deviceId, person, why: { cause: 'replaced', by } });
    }
    case 'leave': {
      const { deviceId, person } = command;
      return removed(state, { deviceId, person, why: { cause: 'left' } });
    }
    default:
      return assertNever(command);
  }
}

function register(state: DeviceState | undefined, command: CommandOf<'register'>): Decision {
  const { type: _type, member, others, most, ...registered } = command;
  if (state) return err(refuse('alreadyExists', 'deviceThere'));
  if (others >= most) return err(tooMany(member, most));
  return ok([{ type: 'deviceRegistered', ...registered }]);
}

/** A name of somebody else's device is theirs: owners name those of services, which have nobody else. */
function rename(state: DeviceState | undefined, command: CommandOf<'rename'>): Decision {
  const { deviceId, name, by, member } = command;
  if (!isTheirOwn(command) && !(command.byOwner && member.kind === 'service')) return err(NOT_THEIRS_TO_NAME);
  if (state?.kind === 'removed') return err(NO_SUCH_DEVICE);
  if (!state) return err(OF_BEFORE);
  if (state.name === name) return NOTHING;
  return ok([{ type: 'deviceRenamed', deviceId, person: member.id, name, by }]);
}

/** It takes something away, so an owner may at once: a laptop that was stolen is shut out at three in the morning. */
function remove(state: DeviceState | undefined, command: CommandOf<'remove'>): Decision {
  const { deviceId, member, by, reason } = command;
  if (!isTheirOwn(command) && !command.byOwner) return err(NOT_THEIRS_TO_REMOVE);
  if (state?.kind === 'removed') return err(NO_SUCH_DEVICE);
  if (command.isLastOfOwners && !command.hasWayBack) return err(NO_WAY_BACK);
  if (command.isLastOfOwners && !command.evenLast) return err(LAST_OF_OWNERS);
  return removed(state, { deviceId, person: member.id, why: { cause: 'removed', by, reason } });
}

const removed = (
  state: DeviceState | undefined,
  what: { readonly deviceId: string; readonly person: string; readonly why: WhyRemoved },
): Decision =>
  state?.kind === 'removed'
    ? NOTHING
    : ok([{ type: 'deviceRemoved', ...what, ...(state && { name: state.name }) }]);

/** The runners of a service account are machines of their own: none of them says what becomes of the others. */
const isTheirOwn = ({
  by,
  member,
  from,
  deviceId,
}: Pick<CommandOf<'remove'>, 'by' | 'member' | 'from' | 'deviceId'>): boolean =>
  by === member.id && (member.kind === 'person' || from === deviceId);

/** Said of what does not exist and of what the caller may not see alike. */
export const NO_SUCH_DEVICE = refuse('notFound', 'noSuchDevice');

const NOT_THEIRS_TO_NAME = refuse('notAllowed', 'renameNotTheirs');

const NOT_THEIRS_TO_REMOVE = refuse('notAllowed', 'removeNotTheirs');

const OF_BEFORE = refuse('notSupported', 'deviceKeepsName');

const NO_WAY_BACK = refuse('lastOfOwners', 'noWayBack');

const LAST_OF_OWNERS = refuse('lastOfOwners', 'lastDeviceOfOwners');

/** Credentials are sealed for all devices of a person: one more would go without, so it does not join. */
const tooMany = (
  { name, kind }: Extract<DeviceCommand, { type: 'register' }>['member'],
  most: number,
): Refusal => refuse('notAllowed', 'tooManyDevices', { name, most, kind });
