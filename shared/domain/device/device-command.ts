import type { Member } from '../organisation/organisation.ts';
import type { DeviceEntry } from './device-entry.ts';

/** Everything that can be asked of a device. */
export type DeviceCommand =
  | ({
      readonly type: 'register';
      readonly member: Pick<Member, 'kind' | 'name'>;
      /** How many its person has already, and how many anybody may have. */
      readonly others: number;
      readonly most: number;
    } & Omit<Extract<DeviceEntry, { type: 'deviceRegistered' }>, 'type'>)
  /** Its person is not in the organisation any more. */
  | { readonly type: 'leave'; readonly deviceId: string; readonly person: string };
