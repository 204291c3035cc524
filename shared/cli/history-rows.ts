import type { KeptLog } from '../client/log-files.ts';
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
 * for several things names the one that it is about. Read twice: what a request is for may stand before `sinceMs`.
 */
export async function historyRows(
  kept: Pick<KeptLog, 'entries'>,
  view: { readonly sinceMs: number; readonly now: Instant; readonly names: Readonly<Record<string, string>> },
): Promise<HistoryRow[]> {
  const { names, now } = view;
  const nameOf = (id: string): string => (Object.hasOwn(names, id) ? (names[id] ?? id) : id);
  const states = await foldRequests(readable(kept));
  const rows: HistoryRow[] = [];
  for await (const record of readable(kept)) {
    if (record.at < view.sinceMs) continue;
    const requestId = isRequestRecord(record) ? requestIdOf(record) : null;
    const state = requestId === null ? null : (states.get(requestId) ?? null);
    rows.push({
      seq: record.seq,
      at: new Date(record.at).toISOString(),
      atMs: record.at,
      actor: record.actor,
      requestId,
      type: record.entry.type,
      what: describeEntry(record, nameOf, titleOfGrant(state?.facts ?? null)),
      why: whyOf(record.entry),
      state: state && shownStatus(withOverdue(state, now)),
    });
  }
  return rows;
}

async function* readable(kept: Pick<KeptLog, 'entries'>): AsyncGenerator<LogRecord> {
  for await (const { text } of kept.entries()) {
    const record = text === null ? null : parseRecord(text);
    if (record) yield record;
  }
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
