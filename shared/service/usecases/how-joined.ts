import type { DeviceView } from '../../contract/api-types.ts';
import type { Entry } from '../../domain/entry.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import { inviteIdOf } from '../../domain/statements/joining.ts';
import type { Statement } from '../../domain/statements/statement.ts';
import type { Hash } from '../../lib/said.ts';
import type { ServiceStore } from '../store/service-store.ts';

/**
 * From which device, and by whom, the invite was made that a device joined with, as both signed; null where nobody signed that: the
 * first owner's, one that came with the recovery key, and those of before. `recovered`: only of one that came with that key.
 */
export async function howJoined(
  { store, sha256 }: { readonly store: Pick<ServiceStore, 'stream'>; readonly sha256: Hash },
  deviceId: string,
): Promise<Pick<DeviceView, 'invitedOn' | 'recovered'>> {
  const { entry, statement } = await firstOf(store, deviceStream.nameOf(deviceId));
  if (entry?.type === 'deviceRegistered' && entry.recovered) return { invitedOn: null, recovered: true };
  if (statement?.type !== 'joinOrganisation') return { invitedOn: null };
  const { inviteKey } = (statement as Statement<'joinOrganisation'>).body;
  const { statement: made } = await firstOf(store, inviteStream.nameOf(inviteIdOf(sha256, inviteKey)));
  return { invitedOn: made?.type === 'inviteDevice' ? { deviceId: made.device, person: made.by } : null };
}

async function firstOf(
  store: Pick<ServiceStore, 'stream'>,
  stream: string,
): Promise<{ readonly entry?: Entry; readonly statement?: Statement | undefined }> {
  const [first] = await store.stream(stream, 1);
  if (!first) return {};
  const { entry, signed } = JSON.parse(first.text) as { entry: Entry; signed?: { statement: Statement } };
  return { entry, statement: signed?.statement };
}
