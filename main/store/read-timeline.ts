import type Database from 'libsql';
import type { TimelineItem } from '../../shared/contract/snapshot.ts';
import { describeEntry } from '../../shared/domain/describe-entry.ts';
import { ownValue } from '../../shared/domain/own-value.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { parseRecord } from './parse-record.ts';

/** A request has some dozen entries; a revocation that failed for weeks may have thousands. */
const MOST_ITEMS = 1_000;

/** One request, told entry by entry. */
export function readTimeline(
  db: Database.Database,
  requestId: string,
  view: { readonly names: Readonly<Record<string, string>>; readonly believed: number },
): { readonly state: RequestState | null; readonly items: readonly TimelineItem[] } {
  const row = db.prepare('SELECT state FROM requests WHERE request_id = ?').get(requestId) as
    { state: string } | undefined;
  const state = row ? (JSON.parse(row.state) as RequestState) : null;
  // Who has left since is still called by the name of that day.
  const asker = state ? { [state.facts.requester]: state.facts.requesterName } : {};
  const nameOf = (id: string): string => ownValue({ ...asker, ...view.names }, id) ?? id;
  const entries = db
    .prepare('SELECT text FROM entries WHERE request_id = ? AND seq < ? ORDER BY seq LIMIT ?')
    .all(requestId, view.believed, MOST_ITEMS) as { text: string }[];
  const items = entries.flatMap(({ text }): TimelineItem[] => {
    const record = parseRecord(text);
    if (!record) return [];
    const { seq, at, actor, entry } = record;
    return [{ seq, at, actor, type: entry.type, text: describeEntry(record, nameOf) }];
  });
  return { state, items };
}
