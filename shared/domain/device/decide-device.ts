import { assertNever } from '../../lib/assert-never.ts';
import { err, ok } from '../../lib/result.ts';
import { NOTHING, type Decided } from '../decided.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { DeviceCommand } from './device-command.ts';
import type { DeviceEntry } from './device-entry.ts';
import type { DeviceState } from './device.ts';

/** What a command leads to. Pure. A device that was removed never comes back: the next one is another. */
export function decideDevice(state: DeviceState | undefined, command: DeviceCommand): Decided<DeviceEntry> {
  switch (command.type) {
    case 'register': {
      const { type: _type, member, others, most, ...registered } = command;
      if (state) return err(refuse('alreadyExists', 'There is a device with this number already.'));
      if (others >= most) return err(tooMany(member, most));
      return ok([{ type: 'deviceRegistered', ...registered }]);
    }
    case 'leave': {
      const { deviceId, person } = command;
      // One that registered before devices had streams of their own has no state, and is removed all the same.
      return state?.kind === 'removed' ? NOTHING : ok([{ type: 'deviceRemoved', deviceId, person }]);
    }
    default:
      return assertNever(command);
  }
}

/** Credentials are sealed for all devices of a person: one more would go without, so it does not join. */
const tooMany = (
  { name, kind }: Extract<DeviceCommand, { type: 'register' }>['member'],
  most: number,
): Refusal =>
  refuse(
    'notAllowed',
    `${name} has ${most} devices, and nobody can have more. ${kind === 'service' ? 'For more machines, an owner adds another service account to people.yaml.' : 'To begin anew, an owner removes them from people.yaml and publishes, then adds them again, publishes and invites them.'}`,
  );
