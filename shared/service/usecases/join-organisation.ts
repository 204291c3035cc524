import type { z } from 'zod';
import type { Me } from '../../contract/api.ts';
import type { joinInput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { PROTOCOL_FLOOR, whyClientTooOld } from '../../contract/protocol-version.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { BAD_INVITE } from '../../domain/invite/decide-invite.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import type { InviteState } from '../../domain/invite/invite.ts';
import type { Member } from '../../domain/organisation/organisation.ts';
import { err, ok } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import type { DeviceRow, InviteRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { describeMe } from './describe-me.ts';
import { judgeWaitingAfter } from './judge-waiting.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/**
 * Registers a device with its keys, against an invite; in place of all others of its person, where that says so. From then on its
 * calls are proven by its signing key.
 */
export async function joinOrganisation(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto' | 'time' | 'effects' | 'addresses'>,
  input: z.output<typeof joinInput>,
): Promise<Me> {
  const { store, commits, organisation, crypto } = parts;
  const { code, deviceName: name, signingKey, sealingKey, protocol } = input;
  const tooOld = whyClientTooOld(protocol, PROTOCOL_FLOOR);
  if (tooOld) return orThrow(err(tooOld));
  // A code that nobody has costs one look, and no turn of those who write: anybody may send as many as they like.
  if (!(await store.invite(crypto.hashHex(code)))) return orThrow(err(BAD_INVITE));
  const deviceId = crypto.randomId();
  let invite: InviteRow | null = null;
  let open: readonly InviteRow[] = [];
  let before: readonly DeviceRow[] = [];
  let judging: string | null = null;
  const result = await commits.run<{ person: string }>({
    key: null,
    exclusive: true,
    streams: [deviceStream.nameOf(deviceId)],
    async gather(written) {
      invite = await written.invite(crypto.hashHex(code));
      if (invite === null) return;
      before = await written.devicesOf([invite.person]);
      open = await openInvites(written, invite.person);
      const streams = [
        ...open.map(({ inviteId }) => inviteStream.nameOf(inviteId)),
        ...before.map((device) => deviceStream.nameOf(device.deviceId)),
      ];
      return { streams };
    },
    decide(draft) {
      const member = invite && organisation.member(invite.person);
      if (!invite || !member) return err(BAD_INVITE);
      const { inviteId, person, invitedBy } = invite;
      const command = { type: 'use', inviteId, deviceId, member, hasDevice: before.length > 0 } as const;
      const used = draft.carryOut(inviteStream, { id: inviteId, command, actor: person });
      if (!used.ok) return used;
      const { replaces } = draft.streams.get(inviteStream.nameOf(inviteId))?.state as InviteState;
      const others = replaces ? 0 : before.length;
      const keys = { deviceId, person, name, invitedBy, signingKey, sealingKey };
      const registered = draft.carryOut(deviceStream, {
        id: deviceId,
        command: {
          ...{ type: 'register', ...keys, ...(replaces && { replaces }) },
          ...{ member, others, most: LIMITS.devicesPerPerson },
        },
        actor: person,
      });
      if (!registered.ok) return registered;
      if (replaces) signOutReplaced(draft, { before, by: invitedBy });
      closeInvites(draft, { open, member, replaces });
      // Who invited this device reviews nothing of it, also not what waits.
      judging = judgeWaitingAfter(draft, `device/${deviceId}`);
      return ok({ person });
    },
  });
  const { person } = orThrow(result);
  await parts.effects.carryOut(judging === null ? [] : [judging]);
  return describeMe(parts, { memberId: person, deviceId });
}

/** For them, and by them: of the latter some may have been made on a device that is lost. */
async function openInvites(
  store: Pick<ServiceStore, 'openInvitesOf' | 'openInvitesBy'>,
  person: string,
): Promise<InviteRow[]> {
  const both = [...(await store.openInvitesOf(person)), ...(await store.openInvitesBy(person))];
  return [...new Map(both.map((invite) => [invite.inviteId, invite])).values()];
}

function signOutReplaced(
  draft: Draft,
  { before, by }: { readonly before: readonly DeviceRow[]; readonly by: string },
): void {
  for (const { deviceId, person } of before)
    draft.carryOut(deviceStream, {
      ...{ id: deviceId, actor: 'latchkey' },
      command: { type: 'replace', deviceId, person, by },
    });
}

/** Others that were made for them while they had no device; and all of theirs where their devices were replaced. */
function closeInvites(
  draft: Draft,
  {
    open,
    member,
    replaces,
  }: { readonly open: readonly InviteRow[]; readonly member: Member; readonly replaces: boolean },
): void {
  for (const { inviteId, person } of open)
    if (replaces || person === member.id)
      draft.carryOut(inviteStream, {
        ...{ id: inviteId, actor: 'latchkey' },
        command: replaces ? { type: 'deviceRemoved', inviteId } : { type: 'joined', inviteId, member },
      });
}
