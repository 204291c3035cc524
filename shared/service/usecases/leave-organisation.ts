import { HOLDER_LEFT } from '../../domain/grant/holder-left.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import type { Organisation } from '../../domain/organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { Draft } from '../commit/draft.ts';
import type { Job } from '../commit/job.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { endGrantsOf } from './end-grants-of.ts';
import type { Parts } from './parts.ts';
import { readOpen } from './read-open.ts';

/** What is taken from those who are not in a new version. */
interface Leaving {
  /** The requests that gave them access. */
  readonly requestIds: readonly string[];
  readonly devices: readonly { readonly deviceId: string; readonly person: string }[];
  readonly inviteIds: readonly string[];
  /** What the committer has to load to take it. */
  readonly named: Pick<Job<unknown>, 'requestIds' | 'streams'>;
}

export const NOBODY_LEAVES: Leaving = { requestIds: [], devices: [], inviteIds: [], named: {} };

type Needs = Pick<Parts, 'organisation'>;
type Reads = Pick<ServiceStore, 'listRequests' | 'openRequestsOf' | 'notOf'>;

export async function readLeavers(
  parts: Needs,
  store: Reads,
  { members }: Pick<Organisation, 'members'>,
): Promise<Leaving> {
  const leaving = (await membersNow(parts, store)).filter((id) => !ownValue(members, id));
  const requestIds = await store.openRequestsOf(leaving);
  const { devices, invites } = await store.notOf(Object.keys(members));
  const inviteIds = invites.map(({ inviteId }) => inviteId);
  const streams = [
    ...devices.map(({ deviceId }) => deviceStream.nameOf(deviceId)),
    ...inviteIds.map(inviteStream.nameOf),
  ];
  return { requestIds, devices, inviteIds, named: { requestIds, streams } };
}

/** Ends their access, and signs out their devices for ever. */
export function signOut(draft: Draft, actor: string, { requestIds, devices, inviteIds }: Leaving): void {
  for (const { deviceId, person } of devices)
    draft.carryOut(deviceStream, { id: deviceId, command: { type: 'leave', deviceId, person }, actor });
  for (const inviteId of inviteIds)
    draft.carryOut(inviteStream, { id: inviteId, command: { type: 'leave', inviteId }, actor });
  for (const requestId of requestIds)
    endGrantsOf(draft, requestId, { by: actor, byOwner: true, reason: HOLDER_LEFT });
}

/** Whose access may have to end. Where it is not known who is a member, all who have some are looked at. */
async function membersNow(
  { organisation }: Needs,
  store: Pick<ServiceStore, 'listRequests'>,
): Promise<string[]> {
  const members = Object.keys(organisation.current.members);
  if (organisation.problem === null) return members;
  const requesters = (await readOpen(store)).map(({ facts }) => facts.requester);
  return [...new Set([...members, ...requesters])];
}
