import type { KeptEntry } from '../client/log-files.ts';
import { logRecordSchema } from '../contract/record-schema.ts';
import { describeEntry } from '../domain/describe-entry.ts';
import { isRequestRecord, type Entry, type LogRecord } from '../domain/entry.ts';

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
}

/** The readable entries since `sinceMs`. Those of others, which this device may not read, are left out. */
export async function historyRows(
  entries: AsyncIterable<KeptEntry>,
  { sinceMs, names }: { readonly sinceMs: number; readonly names: Readonly<Record<string, string>> },
): Promise<HistoryRow[]> {
  const nameOf = (id: string): string => (Object.hasOwn(names, id) ? (names[id] ?? id) : id);
  const rows: HistoryRow[] = [];
  for await (const { text } of entries) {
    const record = text === null ? null : parseRecord(text);
    if (record && record.at >= sinceMs) rows.push(toRow(record, nameOf));
  }
  return rows;
}

function toRow(record: LogRecord, nameOf: (id: string) => string): HistoryRow {
  return {
    seq: record.seq,
    at: new Date(record.at).toISOString(),
    atMs: record.at,
    actor: record.actor,
    requestId: isRequestRecord(record) ? record.stream.slice(record.stream.indexOf('/') + 1) : null,
    type: record.entry.type,
    what: describeEntry(record, nameOf),
    why: whyOf(record.entry),
  };
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
