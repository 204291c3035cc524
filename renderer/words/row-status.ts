import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import { isOverdueAt } from '../../shared/domain/grant/becomes-overdue.ts';
import { instant } from '../../shared/lib/time.ts';

/** The one word for a row of the history at `now`: what should be gone and is not is never called active, or ending. */
export function rowStatus(
  { trouble, dueAt, status }: Pick<HistoryRow, 'trouble' | 'dueAt' | 'status'>,
  now: number,
): string {
  if (trouble !== null) return trouble;
  return dueAt !== null && isOverdueAt(dueAt, instant(now)) ? 'overdue' : status;
}
