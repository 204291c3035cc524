import type { z } from 'zod';
import type { Me } from '../../contract/api-types.ts';
import type { joinInput, recoveryInfoInput, recoveryInfoOutput } from '../../contract/join-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { PROTOCOL_FLOOR, whyClientTooOld } from '../../contract/protocol-version.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { BAD_RECOVERY } from '../../domain/organisation/decide-organisation.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { inviteSignature } from '../../domain/statements/joining.ts';
import { err, ok } from '../../lib/result.ts';
import type { DeviceRow } from '../store/rows.ts';
import { acceptNewDevice } from './accept-new-device.ts';
import { describeMe } from './describe-me.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Which organisation a recovery key is of: what its holder has to know to sign that they come back. */
export function lookAtRecovery(
  { organisation }: Pick<Parts, 'organisation'>,
  { recoveryKey }: z.output<typeof recoveryInfoInput>,
): z.input<typeof recoveryInfoOutput> {
  if (organisation.recoveryKey !== recoveryKey) return orThrow(err(BAD_RECOVERY));
  return { organisation: organisation.log, founding: organisation.founding?.signed ?? null };
}

/**
 * Registers one device of an owner by the recovery key, which is good for nothing from then on: all are told. It is safe to be sent
 * again, as joining is. Devices that were there stay: who came back removes those that are lost.
 */
export async function recoverOwner(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto' | 'time' | 'addresses'>,
  { signed, protocol }: z.output<typeof joinInput>,
): Promise<Me> {
  const { store, commits, organisation, crypto } = parts;
  const tooOld = whyClientTooOld(protocol, PROTOCOL_FLOOR);
  if (tooOld) return orThrow(err(tooOld));
  const { by: person, device: deviceId, body } = signed.statement;
  const { inviteKey: recoveryKey, byInvite: _byInvite, ...keys } = body;
  // What is no recovery key costs one look, and no turn of those who write.
  const isTheOne = organisation.recoveryKey === recoveryKey || (await store.device(deviceId)) !== null;
  if (!isTheOne || !organisation.isOwner(person)) return orThrow(err(BAD_RECOVERY));
  await acceptNewDevice(parts, 'joinOrganisation', signed);
  if (!(await crypto.fits(inviteSignature(signed.statement)))) return orThrow(err(BAD_RECOVERY));
  let joined: DeviceRow | null = null;
  const result = await commits.run<null>({
    key: null,
    exclusive: true,
    streams: [organisationStream.nameOf(''), deviceStream.nameOf(deviceId)],
    async gather(written) {
      joined = await written.device(deviceId);
    },
    decide(draft) {
      if (joined) return joined.person === person ? ok(null) : err(BAD_RECOVERY);
      const isOwner = organisation.isOwner(person);
      const used = draft.carryOut(organisationStream, {
        id: '',
        command: { type: 'recover', recoveryKey, person, isOwner, deviceId },
        actor: person,
      });
      const member = organisation.member(person);
      if (!used.ok || !member) return used.ok ? err(BAD_RECOVERY) : used;
      const registered = draft.carryOut(deviceStream, {
        id: deviceId,
        command: {
          ...{ type: 'register', deviceId, person, invitedBy: person, recovered: true, ...keys },
          // Whoever has taken all their places keeps nobody out.
          ...{ member, others: 0, most: LIMITS.devicesPerPerson },
        },
        ...{ actor: person, signed },
      });
      return registered.ok ? ok(null) : registered;
    },
  });
  orThrow(result);
  return describeMe(parts, { memberId: person, deviceId });
}
