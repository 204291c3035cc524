import type { HistoryDatabase } from '../../main/store/history-database.ts';
import type { HistoryStore } from '../../main/store/history-store.ts';
import { inTurn } from '../../main/store/in-turn.ts';

/** The replica without its thread: answered in turn all the same. */
export function inThisThread(database: HistoryDatabase): HistoryStore {
  const turn = inTurn();
  const methods = Object.keys(database).map((name) => [
    name,
    (...args: unknown[]) =>
      turn(() => (database[name as keyof HistoryDatabase] as (...values: unknown[]) => unknown)(...args)),
  ]);
  return { ...Object.fromEntries(methods), damage: null } as HistoryStore;
}
