import type { KeptEntry } from '../client/log-files.ts';
import { logRecordSchema } from '../contract/record-schema.ts';
import { describeEntry, titleOfGrant } from '../domain/describe-entry.ts';
import { isRequestRecord, type Entry, type LogRecord } from '../domain/entry.ts';
import { shownStatus } from '../domain/shown-status.ts';
import type { Instant } from '../domain/time.ts';
import { withOverdue } from '../domain/with-overdue.ts';
import { foldRequests, requestIdOf } from './fold-requests.ts';

/** One entry of the log for people, spreadsheets and programs. Texts are as they were written. */
export interface HistoryRow {
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly atMs: number;
  readonly actor: string;
  /** Null for what is not about a request. */
  readonly requestId: string | null;
  readonly type: string;
  readonly what: string;
  /** The requester's reason with its ticket; empty for what is no request. */
  readonly why: string;
  /** How the request stands now, by the least finished of what it is for, and overdue or stuck before all; null for what is no request. */
  readonly state: string | null;
}

/**
 * The readable entries since `sinceMs`. Those of others, which this device may not read, are left out. Each line of a request
 * for several things names the one that it is about.
 */
export function historyRows(
  entries: readonly KeptEntry[],
  view: { readonly sinceMs: number; readonly now: Instant; readonly names: Readonly<Record<string, string>> },
): HistoryRow[] {
  const { names, now } = view;
  const nameOf = (id: string): string => (Object.hasOwn(names, id) ? (names[id] ?? id) : id);
  const records = entries.flatMap(({ text }) => (text === null ? [] : (parseRecord(text) ?? [])));
  const states = foldRequests(records);
  return records
    .filter(({ at }) => at >= view.sinceMs)
    .map((record) => {
      const requestId = isRequestRecord(record) ? requestIdOf(record) : null;
      const state = requestId === null ? null : (states.get(requestId) ?? null);
      return {
        seq: record.seq,
        at: new Date(record.at).toISOString(),
        atMs: record.at,
        actor: record.actor,
        requestId,
        type: record.entry.type,
        what: describeEntry(record, nameOf, titleOfGrant(state?.facts ?? null)),
        why: whyOf(record.entry),
        state: state && shownStatus(withOverdue(state, now)),
      };
    });
}

function whyOf(entry: Entry): string {
  if (entry.type !== 'requestSubmitted' && entry.type !== 'requestRefused') return '';
  const { reason, ticket } = entry.facts;
  return ticket === null ? reason : `${reason} (${ticket})`;
}

/** Verified bytes that this version cannot read (a newer service wrote them) are no reason to fail. */
function parseRecord(text: string): LogRecord | null {
  try {
    const parsed = logRecordSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
