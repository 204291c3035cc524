import type { Caller } from '../../api/api.ts';
import { NO_SUCH_DEVICE } from '../../domain/device/decide-device.ts';
import type { Member } from '../../domain/organisation/organisation.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { CurrentOrganisation } from '../organisation/current-organisation.ts';
import type { DeviceRow } from '../store/rows.ts';

export interface FoundDevice {
  readonly device: DeviceRow;
  readonly member: Member;
  readonly byOwner: boolean;
}

/** A device as far as this caller may know of it. Who is not an owner learns nothing of other people’s. */
export function findDevice(
  organisation: Pick<CurrentOrganisation, 'has' | 'isOwner' | 'member'>,
  { memberId }: Caller,
  device: DeviceRow | null,
): Result<FoundDevice, Refusal> {
  const member = device && organisation.member(device.person);
  const byOwner = organisation.isOwner(memberId);
  const isTheirs = device?.person === memberId || byOwner;
  if (!device || !member || !organisation.has(memberId) || !isTheirs) return err(NO_SUCH_DEVICE);
  return ok({ device, member, byOwner });
}
