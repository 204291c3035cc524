import type { Selectable } from 'kysely';
import type { SaidText } from '../../lib/said.ts';
import { instant } from '../../lib/time.ts';
import type { EntryRow } from './rows.ts';
import type { Schema } from './schema.ts';

type Said = Schema['entry']['said'];

/** How what was said is kept beside a leaf. */
export const saidColumn = (said: readonly SaidText[]): Said =>
  said.length === 0 ? null : JSON.stringify(said);

export const saidOf = (column: Said): readonly SaidText[] =>
  column === null ? [] : (JSON.parse(column) as readonly SaidText[]);

export const entryColumns = (row: EntryRow): Schema['entry'] => ({ ...row, said: saidColumn(row.said) });

export const toEntry = (row: Selectable<Schema['entry']>): EntryRow => ({
  ...row,
  at: instant(row.at),
  said: saidOf(row.said),
  leafHash: new Uint8Array(row.leafHash),
});
