import { deviceStream } from '../../domain/device/device-stream.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import { inviteIdOf } from '../../domain/statements/joining.ts';
import type { Statement } from '../../domain/statements/statement.ts';
import type { Hash } from '../../lib/said.ts';
import type { ServiceStore } from '../store/service-store.ts';

/**
 * From which device, and by whom, the invite was made that a device joined with, as both signed; null where nobody signed that: the
 * first owner's, one that came with the recovery key, and those of before.
 */
export async function invitedOn(
  { store, sha256 }: { readonly store: Pick<ServiceStore, 'stream'>; readonly sha256: Hash },
  deviceId: string,
): Promise<{ readonly deviceId: string; readonly person: string } | null> {
  const joined = await firstStatement(store, deviceStream.nameOf(deviceId));
  if (joined?.type !== 'joinOrganisation') return null;
  const { inviteKey } = (joined as Statement<'joinOrganisation'>).body;
  const made = await firstStatement(store, inviteStream.nameOf(inviteIdOf(sha256, inviteKey)));
  return made?.type === 'inviteDevice' ? { deviceId: made.device, person: made.by } : null;
}

async function firstStatement(
  store: Pick<ServiceStore, 'stream'>,
  stream: string,
): Promise<Statement | null> {
  const [first] = await store.stream(stream, 1);
  if (!first) return null;
  const { signed } = JSON.parse(first.text) as { signed?: { statement: Statement } };
  return signed?.statement ?? null;
}
