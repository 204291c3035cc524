import type { Stream } from '../stream.ts';
import { decideInvite } from './decide-invite.ts';
import { evolveInvite } from './evolve-invite.ts';
import type { InviteCommand } from './invite-command.ts';
import type { InviteEntry } from './invite-entry.ts';
import type { InviteState } from './invite.ts';

export const inviteStream: Stream<InviteState, InviteCommand, InviteEntry> = {
  kind: 'invite',
  nameOf: (inviteId) => `invite/${inviteId}`,
  // Everybody checks by them who may join.
  entries: { inviteCreated: 'everybody', inviteUsed: 'everybody', inviteRevoked: 'everybody' },
  decide: decideInvite,
  evolve: evolveInvite,
};
