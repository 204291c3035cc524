import { Bonds, isOfBonds } from '../../domain/bonds/bonds.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import { sha256 } from '../../system/node-crypto.ts';
import type { EntryRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** Who brought in whom, from the first `size` entries of the log. */
export async function readBonds(
  store: Pick<ServiceStore, 'stream' | 'textsOfKind'>,
  size: number,
): Promise<Bonds> {
  const bonds = new Bonds();
  // Until devices had streams of their own, all of them were in `devices`.
  const rows = [
    ...(await store.stream('organisation')),
    ...(await store.stream('devices')),
    ...(await store.textsOfKind('device')),
  ];
  noteBonds(
    bonds,
    rows.filter(({ seq }) => seq < size).toSorted((a, b) => a.seq - b.seq),
  );
  return bonds;
}

/** Takes in what was committed. */
export function noteBonds(
  bonds: Bonds,
  rows: readonly (Pick<EntryRow, 'text' | 'said'> & { readonly requestId?: string | null })[],
): void {
  for (const { requestId = null, ...leaf } of rows) {
    const record = requestId === null ? logLine(sha256, leaf).record : null;
    if (record && isOfBonds(record.entry)) bonds.note({ ...record, entry: record.entry });
  }
}
