import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type Database from 'libsql';
import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import { csvText } from '../../shared/lib/csv-text.ts';
import { historyWhere } from './history-where.ts';

const COLUMNS = [
  'request',
  'requester',
  'access',
  'entitlements',
  'state',
  'reason',
  'ticket',
  'submitted',
  'approved by',
  'from',
  'until',
  'ended because',
  'late (ms)',
];

/** Writes every row that fits, newest first; the file appears when it is whole. Answers with the number of rows. */
export function exportHistory(
  db: Database.Database,
  query: HistoryQuery,
  target: { readonly format: 'csv' | 'json'; readonly file: string },
): number {
  const { from, order, values } = historyWhere(query, true);
  const isCsv = target.format === 'csv';
  const draft = `${target.file}.part`;
  const handle = openSync(draft, 'w', 0o600);
  let count = 0;
  try {
    writeSync(handle, isCsv ? csvText([COLUMNS]) : '[');
    for (const found of db.prepare(`SELECT r.row AS row ${from} ${order}`).iterate(...values)) {
      const text = (found as { row: string }).row;
      const line = isCsv
        ? csvText([cells(JSON.parse(text) as HistoryRow)])
        : `${count === 0 ? '\n' : ',\n'}${text}`;
      writeSync(handle, line);
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

function cells(row: HistoryRow): string[] {
  return [
    row.requestId,
    row.requester,
    row.titles.join('; '),
    row.entitlementIds.join('; '),
    row.status,
    row.reason,
    row.ticket ?? '',
    iso(row.submittedAt),
    row.approvers.join('; '),
    iso(row.startsAt),
    iso(row.endedAt),
    row.cause ?? '',
    row.lateMs === null ? '' : String(row.lateMs),
  ];
}

const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
