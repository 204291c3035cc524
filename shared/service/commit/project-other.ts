import type { OtherEntry } from '../../domain/entry.ts';
import type { InviteState } from '../../domain/invite/invite.ts';
import type { OrganisationEntry } from '../../domain/organisation/organisation-entry.ts';
import type { Instant } from '../../lib/time.ts';
import type { DeviceRow, DocumentRow, InviteRow } from '../store/rows.ts';

/** Rows that follow from entries outside of requests. Those of an invite replace each other. */
export interface OtherRows {
  readonly devices: DeviceRow[];
  /** New names by device. */
  readonly renamedDevices: Map<string, string>;
  readonly removedDevices: string[];
  readonly invites: Map<string, InviteRow>;
  readonly documents: DocumentRow[];
}

export const noOtherRows = (): OtherRows => ({
  devices: [],
  renamedDevices: new Map(),
  removedDevices: [],
  invites: new Map(),
  documents: [],
});

/**
 * Adds what an entry outside of requests changes in the tables. `state` is that of its stream after it. The service writes by
 * it, and fsck checks by it.
 */
export function projectOther(
  into: OtherRows,
  { entry, at }: { readonly entry: OtherEntry; readonly at: Instant },
  state: unknown,
): void {
  switch (entry.type) {
    case 'deviceRegistered': {
      const { deviceId, person, name, signingKey, sealingKey } = entry;
      into.devices.push({ deviceId, person, name, signingKey, sealingKey, joinedAt: at });
      return;
    }
    case 'deviceRenamed':
      into.renamedDevices.set(entry.deviceId, entry.name);
      return;
    case 'deviceRemoved':
      into.removedDevices.push(entry.deviceId);
      return;
    case 'inviteCreated':
    case 'inviteUsed':
    case 'inviteRevoked': {
      const { inviteId } = entry;
      // Those of before have no number, and were good for a day.
      if (inviteId === undefined) return;
      const { kind, person, invitedBy, expiresAt } = state as InviteState;
      into.invites.set(inviteId, { inviteId, person, invitedBy, expiresAt, state: kind });
      return;
    }
    case 'organisationPublished':
      into.documents.push(documentOf(entry, at));
      return;
    default:
  }
}

function documentOf(
  entry: Extract<OrganisationEntry, { type: 'organisationPublished' }>,
  at: Instant,
): DocumentRow {
  const { organisationVersion: version, files, document = null, providerDigests = {} } = entry;
  return {
    version,
    people: files['people.yaml'] ?? '',
    catalog: files['catalog.yaml'] ?? '',
    policy: files['policy.yaml'] ?? '',
    providerDigests,
    publishedAt: at,
    parsed: document,
  };
}
