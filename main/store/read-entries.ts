import type Database from 'libsql';
import type { LogItem } from '../../shared/contract/api-types.ts';
import { keptSaid } from '../../shared/formats/wire/kept-said.ts';
import { logLine, type LogLine } from '../../shared/formats/wire/log-line.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';
import { prepared } from './prepared.ts';

/** A leaf's text with the column of what was said in it. */
export interface StoredLeaf {
  readonly text: string;
  readonly said: string | null;
}

/** An entry as it is shown. A column that holds no texts is as if they were erased. */
export const storedLine = ({ text, said }: StoredLeaf): LogLine =>
  logLine(sha256, { text, said: keptSaid(said) ?? [] });

/** Entries below `believed` as they came. */
export function readEntries(
  db: Database.Database,
  { from, believed, limit }: { readonly from: number; readonly believed: number; readonly limit: number },
): readonly LogItem[] {
  const rows = prepared(
    db,
    'SELECT seq, leaf_hash AS leafHash, text, said FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq LIMIT ?',
  ).all(from, believed, limit) as (Omit<LogItem, 'said'> & { readonly said: string | null })[];
  return rows.map(({ said, ...item }) => ({ ...item, said: [...(keptSaid(said) ?? [])] }));
}
