import type { Selectable } from 'kysely';
import { keptSaid, saidColumn } from '../../formats/wire/kept-said.ts';
import type { SaidText } from '../../lib/said.ts';
import { instant } from '../../lib/time.ts';
import type { EntryRow } from './rows.ts';
import type { Schema } from './schema.ts';

type Said = Schema['entry']['said'];

/** A column that holds no texts is as if they were erased; fsck finds it. */
export const saidOf = (column: Said): readonly SaidText[] => keptSaid(column) ?? [];

export const entryColumns = (row: EntryRow): Schema['entry'] => ({ ...row, said: saidColumn(row.said) });

export const toEntry = (row: Selectable<Schema['entry']>): EntryRow => ({
  ...row,
  at: instant(row.at),
  said: saidOf(row.said),
  leafHash: new Uint8Array(row.leafHash),
});
