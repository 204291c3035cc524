import type { Instant } from '../../lib/time.ts';
import type { Member } from '../organisation/organisation.ts';

/** Everything that can be asked of an invite. */
export type InviteCommand =
  | {
      readonly type: 'create';
      readonly inviteId: string;
      readonly person: string;
      /** A member, or `latchkey` for the first owner's. */
      readonly by: string;
      /** True for owners, and for the service itself. */
      readonly byOwner: boolean;
      /** Undefined: there is nobody with this id. */
      readonly member: Pick<Member, 'id' | 'kind' | 'name'> | undefined;
      readonly hasDevice: boolean;
      /** In place of all devices that they have. */
      readonly replaces: boolean;
      readonly inviteKey: string;
      readonly expiresAt: Instant;
      /** Who came in today brings nobody in anew. */
      readonly byIsNew: boolean;
    }
  | {
      readonly type: 'use';
      readonly inviteId: string;
      readonly deviceId: string;
      readonly inviteKey: string;
      /** Who made it is an owner now, or the service. */
      readonly byOwner: boolean;
      readonly member: Pick<Member, 'id' | 'kind'> | undefined;
      readonly hasDevice: boolean;
    }
  /** Its person joined with another one. */
  | { readonly type: 'joined'; readonly inviteId: string; readonly member: Pick<Member, 'id' | 'kind'> }
  /** A device of who made it was removed, or replaced: it may have been made on that one. */
  | { readonly type: 'deviceRemoved'; readonly inviteId: string }
  /** Its person is not in the organisation any more. */
  | { readonly type: 'leave'; readonly inviteId: string };
