import type { KeptLog } from '../client/log-files.ts';
import { describeEntry, titleOfGrant } from '../domain/describe-entry.ts';
import type { Entry } from '../domain/entry.ts';
import { shownStatus, type ShownStatus } from '../domain/request/shown-status.ts';
import type { Instant } from '../lib/time.ts';
import { withOverdue } from '../domain/request/with-overdue.ts';
import { logLine, type LogLine } from '../formats/wire/log-line.ts';
import { wordsOf } from '../domain/request/words-of.ts';
import type { Words } from '../words/words.ts';
import { sha256 } from '../system/node-crypto.ts';
import { foldRequests } from './fold-requests.ts';

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
  readonly state: ShownStatus | null;
}

/**
 * The readable entries since `sinceMs`. Those of others, which this device may not read, are left out. Each line of a request
 * for several things names the one that it is about. Read twice: what a request is for may stand before `sinceMs`. What only
 * a newer Latchkey knows is a line, too; its `type` is `unknown`.
 */
export async function historyRows(
  kept: Pick<KeptLog, 'entries'>,
  view: {
    readonly sinceMs: number;
    readonly now: Instant;
    readonly names: Readonly<Record<string, string>>;
    readonly words: Words;
  },
): Promise<HistoryRow[]> {
  const { names, now, words } = view;
  const nameOf = (id: string): string => (Object.hasOwn(names, id) ? (names[id] ?? id) : id);
  const states = await foldRequests(readable(kept));
  const rows: HistoryRow[] = [];
  let before = 0;
  for await (const { seq, record, requestId, ...line } of readable(kept)) {
    // One that does not say when it was made was made after the one before it.
    const at = (before = line.at ?? before);
    if (at < view.sinceMs) continue;
    const state = requestId === null ? null : (states.get(requestId) ?? null);
    rows.push({
      seq,
      at: new Date(at).toISOString(),
      atMs: at,
      actor: line.actor ?? '',
      requestId,
      type: record?.entry.type ?? 'unknown',
      what: record
        ? describeEntry(record, { words, nameOf, titleOf: titleOfGrant(state?.facts ?? null) })
        : words.history.byNewer,
      why: record ? whyOf(words, record.entry) : '',
      state: state && shownStatus(withOverdue(state, now)),
    });
  }
  return rows;
}

async function* readable(kept: Pick<KeptLog, 'entries'>): AsyncGenerator<LogLine & { readonly seq: number }> {
  let seq = -1;
  for await (const { text, said } of kept.entries()) {
    seq += 1;
    if (text !== null) yield { seq, ...logLine(sha256, { text, said }) };
  }
}

function whyOf(words: Words, entry: Entry): string {
  if (entry.type !== 'requestSubmitted' && entry.type !== 'requestRefused') return '';
  const { ticket } = entry.facts;
  const reason = wordsOf(entry.facts.reason, 'reason', words);
  return ticket === null ? reason : `${reason} (${ticket})`;
}
