import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { LogItem } from '../../contract/api-types.ts';
import type { entriesInput } from '../../contract/api-schemas.ts';
import { isForEverybody } from '../../domain/streams.ts';
import type { EntryRow } from '../store/rows.ts';
import type { Parts } from './parts.ts';

/** So much text in one answer, in UTF-16 units: the rest comes with the next call. */
const MOST_TEXT = 4_000_000;

/** Of what the caller may not read. */
const NOTHING = { text: null, said: [] };

/** The log as the caller may read it: every leaf's hash, and the text of those, with what was said, that concern them. */
export async function readEntries(
  { store, organisation, log, catchUp }: Pick<Parts, 'store' | 'organisation' | 'log' | 'catchUp'>,
  { memberId }: Caller,
  { from, limit }: z.output<typeof entriesInput>,
): Promise<{ items: LogItem[]; size: number }> {
  // Who asks may know the end of the log from another service.
  if (from + limit > log.size) await catchUp();
  const { size } = log;
  const rows = await store.entries({ from, limit: Math.max(0, Math.min(limit, size - from)) });
  const isOwner = organisation.isOwner(memberId);
  const requestIds = new Set(rows.flatMap(({ requestId }) => requestId ?? []));
  const visible = isOwner ? requestIds : await store.visible(memberId, [...requestIds]);
  const mayRead = ({ requestId, type, person }: EntryRow) =>
    isOwner || (requestId === null ? isForEverybody(type) || person === memberId : visible.has(requestId));
  const items: LogItem[] = [];
  let textLength = 0;
  for (const row of rows) {
    const { text, said } = mayRead(row) ? row : NOTHING;
    textLength += (text?.length ?? 0) + said.reduce((sum, each) => sum + each.text.length, 0);
    if (textLength > MOST_TEXT && items.length > 0) break;
    items.push({ seq: row.seq, leafHash: Buffer.from(row.leafHash).toString('hex'), text, said: [...said] });
  }
  return { items, size };
}
