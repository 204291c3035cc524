import { deviceStream } from '../../domain/device/device-stream.ts';
import { ok } from '../../lib/result.ts';
import type { DeviceRow } from '../store/rows.ts';
import type { Accepted } from './accept-statement.ts';
import { findDevice } from './find-device.ts';
import { onceKey } from './once-key.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Another name for a device, by whose it is; by an owner where it is a service account's. */
export async function renameDevice(
  { commits, organisation }: Pick<Parts, 'commits' | 'organisation'>,
  { caller, body, signed, id }: Accepted<'renameDevice'>,
): Promise<void> {
  const { device: deviceId, name } = body;
  let row: DeviceRow | null = null;
  const result = await commits.run<null>({
    key: onceKey({ caller: caller.memberId, id, verb: 'renameDevice' }),
    exclusive: true,
    streams: [deviceStream.nameOf(deviceId)],
    async gather(store) {
      row = await store.device(deviceId);
    },
    decide(draft) {
      const found = findDevice(organisation, caller, row);
      if (!found.ok) return found;
      const { member, byOwner } = found.value;
      const about = { deviceId, member, by: caller.memberId, byOwner, from: caller.deviceId };
      const renamed = draft.carryOut(deviceStream, {
        id: deviceId,
        command: { type: 'rename', name, ...about },
        actor: caller.memberId,
        signed,
      });
      return renamed.ok ? ok(null) : renamed;
    },
  });
  orThrow(result);
}
