import { logRecordSchema } from '../../contract/record-schema.ts';
import { Bonds } from '../../domain/organisation/bonds.ts';
import type { LogRecord } from '../../domain/entry.ts';
import type { EntryRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** Who brought in whom, from the first `size` entries of the log. */
export async function readBonds(store: Pick<ServiceStore, 'stream'>, size: number): Promise<Bonds> {
  const bonds = new Bonds();
  const rows = [...(await store.stream('organisation')), ...(await store.stream('devices'))];
  noteBonds(
    bonds,
    rows.filter(({ seq }) => seq < size).toSorted((a, b) => a.seq - b.seq),
  );
  return bonds;
}

/** Takes in what was committed. */
export function noteBonds(bonds: Bonds, rows: readonly EntryRow[]): void {
  for (const { requestId, text } of rows)
    if (requestId === null) bonds.note(logRecordSchema.parse(JSON.parse(text)) as LogRecord);
}
