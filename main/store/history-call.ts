import type { Told } from '../../shared/words/told.ts';
import type { HistoryDatabase } from './history-database.ts';

/** What goes to the replica's thread, and what comes back. Answer 0 says that it is open, with what was damaged, or why it is not. */
export interface HistoryCall {
  readonly id: number;
  readonly method: keyof HistoryDatabase;
  readonly args: readonly unknown[];
}
export type HistoryAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly message: string;
      /** Where that is for people. */
      readonly told: Told | null;
    };
