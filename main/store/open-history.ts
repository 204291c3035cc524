import { existsSync, renameSync, rmSync } from 'node:fs';
import { openHistoryDatabase, type HistoryDatabase } from './history-database.ts';

/** The replica at `path`. One that is damaged is set aside and begins anew, to be fetched again; `damage` says so. */
export function openHistory(
  path: string,
  nowMs: number,
): { readonly database: HistoryDatabase; readonly damage: string | null } {
  try {
    return { database: openHistoryDatabase(path), damage: null };
  } catch (fault) {
    if (!existsSync(path)) throw fault;
    const kept = `${path}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`;
    renameSync(path, kept);
    for (const ending of ['-wal', '-shm']) rmSync(path + ending, { force: true });
    return {
      database: openHistoryDatabase(path),
      damage: `The copy of the history on this device was damaged. It was set aside as ${kept} and is fetched again.`,
    };
  }
}
