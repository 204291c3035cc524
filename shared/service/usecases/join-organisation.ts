import type { z } from 'zod';
import type { Me } from '../../contract/api.ts';
import type { joinInput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { PROTOCOL_FLOOR, whyClientTooOld } from '../../contract/protocol-version.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { BAD_INVITE } from '../../domain/invite/decide-invite.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import { err, ok } from '../../lib/result.ts';
import type { InviteRow } from '../store/rows.ts';
import { describeMe } from './describe-me.ts';
import { judgeWaitingAfter } from './judge-waiting.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Registers a device with its keys, against an invite. From then on its calls are proven by its signing key. */
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
  let devices = 0;
  let judging: string | null = null;
  const result = await commits.run<{ person: string }>({
    key: null,
    exclusive: true,
    streams: [deviceStream.nameOf(deviceId)],
    async gather(written) {
      invite = await written.invite(crypto.hashHex(code));
      if (invite === null) return;
      devices = (await written.devicesOf([invite.person])).length;
      open = await written.openInvitesOf(invite.person);
      return { streams: open.map(({ inviteId }) => inviteStream.nameOf(inviteId)) };
    },
    decide(draft) {
      const member = invite && organisation.member(invite.person);
      if (!invite || !member) return err(BAD_INVITE);
      const { inviteId, person, invitedBy } = invite;
      const command = { type: 'use', inviteId, deviceId, member, hasDevice: devices > 0 } as const;
      const used = draft.carryOut(inviteStream, { id: inviteId, command, actor: person });
      if (!used.ok) return used;
      const keys = { deviceId, person, name, invitedBy, signingKey, sealingKey };
      const registered = draft.carryOut(deviceStream, {
        id: deviceId,
        command: { type: 'register', ...keys, member, others: devices, most: LIMITS.devicesPerPerson },
        actor: person,
      });
      if (!registered.ok) return registered;
      // Others that were made for them while they had no device.
      for (const { inviteId: id } of open)
        draft.carryOut(inviteStream, {
          ...{ id, actor: 'latchkey' },
          command: { type: 'joined', inviteId: id, member },
        });
      // Who invited this device reviews nothing of it, also not what waits.
      judging = judgeWaitingAfter(draft, `device/${deviceId}`);
      return ok({ person });
    },
  });
  const { person } = orThrow(result);
  await parts.effects.carryOut(judging === null ? [] : [judging]);
  return describeMe(parts, { memberId: person, deviceId });
}
