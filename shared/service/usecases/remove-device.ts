import { told, type Told } from '../../words/told.ts';
import { inEnglish } from '../../words/words.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import { ok } from '../../lib/result.ts';
import type { DeviceRow, InviteRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { Accepted } from './accept-statement.ts';
import { findDevice, type FoundDevice } from './find-device.ts';
import { isLastOfOwners } from './last-of-owners.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

interface Removal {
  readonly sentence: string;
  readonly told?: Told;
}

interface Gathered {
  readonly row: DeviceRow | null;
  readonly isLast: boolean;
  /** Made by whose device it is, on it or on another one. */
  readonly invites: readonly InviteRow[];
  /** Access that it set up and that is not gone yet. */
  readonly grants: number;
}

/**
 * Signs a device out for ever, everywhere and at once, with what was sealed for it and the invites that its person made: any of
 * them may have been made on it, by somebody else.
 */
export async function removeDevice(
  parts: Pick<Parts, 'commits' | 'organisation'>,
  accepted: Accepted<'removeDevice'>,
): Promise<Removal> {
  const { caller, id, signed, body } = accepted;
  const { device: deviceId, reason, evenLast = false } = body;
  const actor = caller.memberId;
  let gathered: Gathered = { row: null, isLast: false, invites: [], grants: 0 };
  const result = await parts.commits.run<Removal>({
    key: {
      ...{ caller: actor, key: id, verb: 'removeDevice' },
      keep: (removal) => JSON.stringify(removal),
      again: async (kept) => readKept(String(kept)),
    },
    exclusive: true,
    streams: [deviceStream.nameOf(deviceId)],
    async gather(store) {
      gathered = await gather(parts, store, deviceId);
      return { streams: gathered.invites.map(({ inviteId }) => inviteStream.nameOf(inviteId)) };
    },
    decide(draft) {
      const found = findDevice(parts.organisation, caller, gathered.row);
      if (!found.ok) return found;
      const { member, byOwner } = found.value;
      const about = { deviceId, member, by: actor, byOwner, from: caller.deviceId };
      const removed = draft.carryOut(deviceStream, {
        id: deviceId,
        command: { type: 'remove', ...about, reason, isLastOfOwners: gathered.isLast, evenLast },
        ...{ actor, signed },
      });
      if (!removed.ok) return removed;
      for (const { inviteId } of gathered.invites)
        draft.carryOut(inviteStream, {
          ...{ id: inviteId, actor: 'latchkey' },
          command: { type: 'deviceRemoved', inviteId },
        });
      return ok(whatHappens(found.value, gathered.grants, caller.deviceId));
    },
  });
  return orThrow(result);
}

async function gather(
  { organisation }: Pick<Parts, 'organisation'>,
  store: ServiceStore,
  deviceId: string,
): Promise<Gathered> {
  const row = await store.device(deviceId);
  if (!row) return { row, isLast: false, invites: [], grants: 0 };
  return {
    row,
    isLast: (await isLastOfOwners(organisation, store))(deviceId),
    invites: await store.openInvitesBy(row.person),
    grants: (await store.notGoneOf([deviceId])).get(deviceId) ?? 0,
  };
}

function whatHappens({ device, member }: FoundDevice, grants: number, from: string) {
  const whose = device.deviceId === from ? '' : member.name;
  const said = told('deviceSignedOut', { name: device.name, whose, grants });
  return { sentence: inEnglish(said), told: said };
}

/** Before, the sentence alone was kept. */
function readKept(text: string): Removal {
  return text.startsWith('{') ? (JSON.parse(text) as Removal) : { sentence: text };
}
