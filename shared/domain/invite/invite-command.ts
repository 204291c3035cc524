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
    }
  | {
      readonly type: 'use';
      readonly inviteId: string;
      readonly deviceId: string;
      readonly member: Pick<Member, 'id' | 'kind'> | undefined;
      readonly hasDevice: boolean;
    }
  /** Its person joined with another one. */
  | { readonly type: 'joined'; readonly inviteId: string; readonly member: Pick<Member, 'id' | 'kind'> }
  /** Its person is not in the organisation any more. */
  | { readonly type: 'leave'; readonly inviteId: string };
