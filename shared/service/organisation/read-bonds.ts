import { logRecordSchema } from '../../contract/record-schema.ts';
import { Bonds } from '../../domain/bonds/bonds.ts';
import type { DeviceEntry } from '../../domain/device/device-entry.ts';
import type { OrganisationEntry } from '../../domain/organisation/organisation-entry.ts';
import type { EntryRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** Who brought in whom, from the log. */
export async function readBonds(store: Pick<ServiceStore, 'stream'>): Promise<Bonds> {
  const bonds = new Bonds();
  const rows = [...(await store.stream('organisation')), ...(await store.stream('devices'))];
  noteBonds(
    bonds,
    rows.toSorted((a, b) => a.seq - b.seq),
  );
  return bonds;
}

/** Takes in what was committed. */
export function noteBonds(bonds: Bonds, rows: readonly EntryRow[]): void {
  for (const { requestId, text } of rows)
    if (requestId === null) {
      const { entry, actor, at } = logRecordSchema.parse(JSON.parse(text));
      bonds.note({ entry: entry as OrganisationEntry | DeviceEntry, actor, at });
    }
}
