import type { Said } from '../../lib/said.ts';
import type { Member } from '../organisation/organisation.ts';
import type { DeviceEntry } from './device-entry.ts';

/** A device, whose it is, and who wants something of it. */
interface About {
  readonly deviceId: string;
  readonly member: Pick<Member, 'id' | 'kind' | 'name'>;
  readonly by: string;
  readonly byOwner: boolean;
  /** From which device. */
  readonly from: string;
}

/** Everything that can be asked of a device. */
export type DeviceCommand =
  | ({
      readonly type: 'register';
      readonly member: Pick<Member, 'kind' | 'name'>;
      /** How many its person has already, and how many anybody may have. */
      readonly others: number;
      readonly most: number;
    } & Omit<Extract<DeviceEntry, { type: 'deviceRegistered' }>, 'type'>)
  | ({ readonly type: 'rename'; readonly name: string } & About)
  | ({
      readonly type: 'remove';
      readonly reason: Said;
      /** Whether no owner has another one, and whether they know. */
      readonly isLastOfOwners: boolean;
      readonly evenLast: boolean;
      /** Whether an owner could come back without any: with the recovery key, or in a log of before by a restart of the service. */
      readonly hasWayBack: boolean;
    } & About)
  /** Its person joined with another one in its place, by an invite of `by`. */
  | { readonly type: 'replace'; readonly deviceId: string; readonly person: string; readonly by: string }
  /** Its person is not in the organisation any more. */
  | { readonly type: 'leave'; readonly deviceId: string; readonly person: string };
