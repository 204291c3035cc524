import type { z } from 'zod';
import type { Me } from '../../contract/api-types.ts';
import type { joinInput } from '../../contract/join-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { PROTOCOL_FLOOR, whyClientTooOld } from '../../contract/protocol-version.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { BAD_INVITE } from '../../domain/invite/decide-invite.ts';
import { SERVICE } from '../../domain/statements/statement.ts';
import { inviteIdOf, inviteSignature } from '../../domain/statements/joining.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import type { InviteState } from '../../domain/invite/invite.ts';
import type { Member } from '../../domain/organisation/organisation.ts';
import { err, ok } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import type { DeviceRow, InviteRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { acceptNewDevice } from './accept-new-device.ts';
import { describeMe } from './describe-me.ts';
import { judgeWaitingAfter } from './judge-waiting.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/**
 * Registers a device with its keys, against an invite; in place of all others of its person, where that says so. From then on its
 * calls are proven by its signing key. It is safe to be sent again: the device is known by its key.
 */
export async function joinOrganisation(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto' | 'time' | 'effects' | 'addresses'>,
  input: z.output<typeof joinInput>,
): Promise<Me> {
  const { store, commits, organisation, crypto } = parts;
  const { signed, protocol } = input;
  const tooOld = whyClientTooOld(protocol, PROTOCOL_FLOOR);
  if (tooOld) return orThrow(err(tooOld));
  const { by: person, device: deviceId, body } = signed.statement;
  const { inviteKey, byInvite: _byInvite, ...keys } = body;
  const inviteId = inviteIdOf(crypto.sha256, inviteKey);
  // An invite that nobody made costs one look, and no turn of those who write: anybody may send as many as they like.
  if ((await store.invite(inviteId))?.person !== person) return orThrow(err(BAD_INVITE));
  await acceptNewDevice(parts, 'joinOrganisation', signed);
  if (!(await crypto.fits(inviteSignature(signed.statement)))) return orThrow(err(BAD_INVITE));
  let joined: DeviceRow | null = null;
  let invite: InviteRow | null = null;
  let open: readonly InviteRow[] = [];
  let before: readonly DeviceRow[] = [];
  let judging: string | null = null;
  const result = await commits.run<null>({
    key: null,
    exclusive: true,
    streams: [deviceStream.nameOf(deviceId)],
    async gather(written) {
      joined = await written.device(deviceId);
      invite = await written.invite(inviteId);
      before = await written.devicesOf([person]);
      open = await openInvites(written, person);
      const streams = [
        inviteStream.nameOf(inviteId),
        ...open.map(({ inviteId }) => inviteStream.nameOf(inviteId)),
        ...before.map((device) => deviceStream.nameOf(device.deviceId)),
      ];
      return { streams };
    },
    decide(draft) {
      // Whose answer was lost asks again with the same keys.
      if (joined) return joined.person === person ? ok(null) : err(BAD_INVITE);
      const member = organisation.member(person);
      if (!invite || !member) return err(BAD_INVITE);
      const { invitedBy } = invite;
      const hasDevice = before.length > 0;
      const byOwner = invitedBy === SERVICE || organisation.isOwner(invitedBy);
      const command = { type: 'use', inviteId, inviteKey, deviceId, member, hasDevice, byOwner } as const;
      const used = draft.carryOut(inviteStream, { id: inviteId, command, actor: person });
      if (!used.ok) return used;
      const { replaces } = draft.streams.get(inviteStream.nameOf(inviteId))?.state as InviteState;
      const others = replaces ? 0 : before.length;
      const registered = draft.carryOut(deviceStream, {
        id: deviceId,
        command: {
          ...{ type: 'register', deviceId, person, invitedBy, ...keys, ...(replaces && { replaces }) },
          ...{ member, others, most: LIMITS.devicesPerPerson },
        },
        ...{ actor: person, signed },
      });
      if (!registered.ok) return registered;
      if (replaces) signOutReplaced(draft, { before, by: invitedBy });
      closeInvites(draft, { open, member, replaces });
      // Who invited this device reviews nothing of it, also not what waits.
      judging = judgeWaitingAfter(draft, `device/${deviceId}`);
      return ok(null);
    },
  });
  orThrow(result);
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
