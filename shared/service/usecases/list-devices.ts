import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { DeviceView } from '../../contract/api-types.ts';
import type { devicesInput } from '../../contract/api-schemas.ts';
import { refuse } from '../../domain/refusal.ts';
import { LIMITS } from '../../contract/limits.ts';
import { err } from '../../lib/result.ts';
import { howJoined } from './how-joined.ts';
import { isLastOfOwners } from './last-of-owners.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/**
 * The devices of the caller, or of somebody else where an owner asks, newest first. When one was last seen is not kept: it would
 * be a write for each call.
 */
export async function listDevices(
  {
    store,
    organisation,
    checks,
    time,
    crypto: { sha256 },
  }: Pick<Parts, 'store' | 'organisation' | 'checks' | 'time' | 'crypto'>,
  { memberId, deviceId: own }: Caller,
  { person = memberId }: z.output<typeof devicesInput>,
): Promise<DeviceView[]> {
  if (person !== memberId && !organisation.isOwner(memberId)) return orThrow(err(ONLY_OWNERS));
  if (!organisation.has(person)) return orThrow(err(refuse('notFound', 'noSuchPerson', { person })));
  const rows = (await store.devicesOf([person])).slice(0, LIMITS.devicesPerPerson);
  const grants = await store.notGoneOf(rows.map(({ deviceId }) => deviceId));
  const isLast = await isLastOfOwners(organisation, store);
  const now = time.now();
  const alive = new Set(checks.pools().flatMap((pool) => checks.alive(pool, now)));
  const joined = await Promise.all(rows.map(({ deviceId }) => howJoined({ store, sha256 }, deviceId)));
  return rows.map(({ deviceId, name, joinedAt }, index) => ({
    ...{ deviceId, person, name, joinedAt, ...joined[index] },
    isThis: deviceId === own,
    isRunner: alive.has(deviceId) || grants.has(deviceId),
    grants: grants.get(deviceId) ?? 0,
    isLastOfOwners: isLast(deviceId),
  }));
}

const ONLY_OWNERS = refuse('notAllowed', 'onlyOwnersSeeDevices');
