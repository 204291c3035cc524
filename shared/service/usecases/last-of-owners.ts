import type { CurrentOrganisation } from '../organisation/current-organisation.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** Whether a device is the only one that any owner has: without it nobody could sign in an owner. */
export async function isLastOfOwners(
  { current }: Pick<CurrentOrganisation, 'current'>,
  store: Pick<ServiceStore, 'devicesOf'>,
): Promise<(deviceId: string) => boolean> {
  const devices = await store.devicesOf(current.owners);
  return (deviceId) => devices.length === 1 && devices[0]?.deviceId === deviceId;
}
