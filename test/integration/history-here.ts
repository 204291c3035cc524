import type { HistoryDatabase } from '../../main/store/history-database.ts';
import type { HistoryStore } from '../../main/store/history-store.ts';

/** The replica without its thread: answered in turn all the same. */
export function inThisThread(database: HistoryDatabase): HistoryStore {
  const methods = Object.keys(database).map((name) => [
    name,
    async (...args: unknown[]) =>
      (database[name as keyof HistoryDatabase] as (...values: unknown[]) => unknown)(...args),
  ]);
  return { ...Object.fromEntries(methods), damage: null } as HistoryStore;
}
