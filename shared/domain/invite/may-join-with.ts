import type { Member } from '../organisation/organisation.ts';

/**
 * Whether an invite by `invitedBy` is good for one more device of the member. Once a person has a device, only they can
 * invite another: an owner who could would approve their own requests as that person. Services review nothing, and their
 * runners join one after the other with invites of owners. One that replaces all devices of a person is never for one more, and
 * bonds see to it that who made it is not answered with it.
 */
export const mayJoinWith = (invite: {
  readonly invitedBy: string;
  readonly member: Pick<Member, 'id' | 'kind'>;
  readonly hasDevice: boolean;
  readonly replaces: boolean;
}): boolean =>
  invite.replaces ||
  invite.member.kind === 'service' ||
  !invite.hasDevice ||
  invite.invitedBy === invite.member.id;
