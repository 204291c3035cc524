import { assertNever } from '../../lib/assert-never.ts';
import type { Instant } from '../../lib/time.ts';
import type { DeviceEntry } from './device-entry.ts';
import type { DeviceState } from './device.ts';

/** A device after `entry`. Pure; throws only when entries come that `decideDevice` can never write (a damaged log). */
export function evolveDevice(state: DeviceState | undefined, entry: DeviceEntry, at: Instant): DeviceState {
  switch (entry.type) {
    case 'deviceRegistered': {
      const { person, name, signingKey, sealingKey } = entry;
      return { kind: 'registered', person, name, signingKey, sealingKey, joinedAt: at };
    }
    case 'deviceRenamed':
      if (state?.kind !== 'registered') throw new Error('a device was renamed that is not there');
      return { ...state, name: entry.name };
    case 'deviceRemoved':
      return { kind: 'removed', person: entry.person };
    default:
      return assertNever(entry);
  }
}
