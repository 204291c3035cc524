import { assertNever } from '../../lib/assert-never.ts';
import type { Instant } from '../../lib/time.ts';
import type { DeviceEntry } from './device-entry.ts';
import type { DeviceState } from './device.ts';

/** A device after `entry`. Pure. */
export function evolveDevice(_state: DeviceState | undefined, entry: DeviceEntry, at: Instant): DeviceState {
  switch (entry.type) {
    case 'deviceRegistered': {
      const { person, name, signingKey, sealingKey } = entry;
      return { kind: 'registered', person, name, signingKey, sealingKey, joinedAt: at };
    }
    case 'deviceRemoved':
      return { kind: 'removed', person: entry.person };
    default:
      return assertNever(entry);
  }
}
