import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type Database from 'libsql';
import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import { reasonWords } from '../../shared/domain/request/words-of.ts';
import { wordsIn } from '../../shared/words/words.ts';
import { csvText } from '../../shared/lib/csv-text.ts';
import { historyWhere } from './history-where.ts';

/** One request, for spreadsheets and programs: the same names in both formats. Times are ISO 8601, UTC. */
interface ExportedRequest {
  readonly requestId: string;
  readonly requester: string;
  readonly requesterName: string;
  readonly access: readonly string[];
  readonly entitlements: readonly string[];
  readonly state: string;
  readonly reason: string;
  readonly ticket: string | null;
  readonly submittedAt: string;
  readonly approvedBy: readonly string[];
  readonly deniedBy: string | null;
  readonly startedAt: string | null;
  /** When the last of it was verified gone; null while something is left. */
  readonly revokedAt: string | null;
  /** The owner by whose word it counts as gone; `revokedAt` and `secondsLate` are null then. */
  readonly confirmedBy: string | null;
  readonly endedBecause: string | null;
  /** Verified gone so long after it was due, the latest of it. */
  readonly secondsLate: number | null;
}

const COLUMNS = [
  'requestId',
  'requester',
  'requesterName',
  'access',
  'entitlements',
  'state',
  'reason',
  'ticket',
  'submittedAt',
  'approvedBy',
  'deniedBy',
  'startedAt',
  'revokedAt',
  'confirmedBy',
  'endedBecause',
  'secondsLate',
] as const satisfies readonly (keyof ExportedRequest)[];

/** Writes every row that fits, newest first; the file appears when it is whole. Answers with the number of rows. */
export function exportHistory(
  db: Database.Database,
  query: HistoryQuery,
  target: { readonly format: 'csv' | 'json'; readonly file: string },
): number {
  const { from, order, id, values } = historyWhere(query);
  const found = db.prepare(`SELECT (SELECT row FROM contents c WHERE c.id = ${id}) AS row ${from} ${order}`);
  const isCsv = target.format === 'csv';
  const draft = `${target.file}.part`;
  const handle = openSync(draft, 'w', 0o600);
  let count = 0;
  try {
    writeSync(handle, isCsv ? csvText([COLUMNS]) : '[');
    for (const each of found.iterate(...values)) {
      const told = exported(JSON.parse((each as { row: string }).row) as HistoryRow);
      writeSync(
        handle,
        isCsv ? csvText([cells(told)]) : `${count === 0 ? '\n' : ',\n'}${JSON.stringify(told)}`,
      );
      count += 1;
    }
    if (!isCsv) writeSync(handle, '\n]\n');
    fsyncSync(handle);
  } catch (fault) {
    closeSync(handle);
    rmSync(draft, { force: true });
    throw fault;
  }
  closeSync(handle);
  renameSync(draft, target.file);
  return count;
}

function exported(row: HistoryRow): ExportedRequest {
  const wasVerified = row.confirmedBy === null;
  return {
    requestId: row.requestId,
    requester: row.requester,
    requesterName: row.requesterName,
    access: row.titles,
    entitlements: row.entitlementIds,
    state: row.trouble ?? row.status,
    // The same in whichever language the app speaks, as all else in it.
    reason: reasonWords(row.reason, wordsIn('en')),
    ticket: row.ticket,
    submittedAt: new Date(row.submittedAt).toISOString(),
    approvedBy: row.approvers,
    deniedBy: row.deniedBy,
    startedAt: iso(row.startsAt),
    revokedAt: wasVerified ? iso(row.endedAt) : null,
    confirmedBy: row.confirmedBy,
    endedBecause: row.cause,
    secondsLate: row.lateMs === null || !wasVerified ? null : row.lateMs / 1_000,
  };
}

const cells = (told: ExportedRequest): string[] =>
  COLUMNS.map((column) => {
    const value: string | number | readonly string[] | null = told[column];
    return typeof value === 'object' ? (value ?? []).join('; ') : String(value);
  });

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
