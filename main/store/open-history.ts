import { existsSync, renameSync, rmSync } from 'node:fs';
import { openHistoryDatabase, type HistoryDatabase } from './history-database.ts';
import { UnusableReplica } from './prepare-history.ts';
import { told, type Told } from '../../shared/words/told.ts';

/**
 * The replica at `path`. One that is damaged is set aside and begins anew, to be fetched again; `damage` says so. Any other
 * fault is thrown, and nothing is set aside: a disk without room, a file that another process holds, a folder that may not
 * be read say nothing about what is in the file.
 */
export function openHistory(
  path: string,
  nowMs: number,
): { readonly database: HistoryDatabase; readonly damage: Told | null } {
  try {
    return { database: openHistoryDatabase(path), damage: null };
  } catch (fault) {
    if (!isDamage(fault) || !existsSync(path)) throw fault;
    const kept = `${path}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`;
    renameSync(path, kept);
    for (const ending of ['-wal', '-shm']) rmSync(path + ending, { force: true });
    return {
      database: openHistoryDatabase(path),
      damage: told('historyDamaged', { kept }),
    };
  }
}

/** What SQLite says of a file that is none of its own, or is broken inside (https://sqlite.org/rescode.html). */
const DAMAGED = /^SQLITE_(NOTADB|CORRUPT)/;

const isDamage = (fault: unknown): boolean =>
  fault instanceof UnusableReplica || DAMAGED.test((fault as { code?: string }).code ?? '');
