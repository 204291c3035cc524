import type { Journal } from '../ports/journal.ts';
import { FileJournal } from '../system/file-journal.ts';
import { journalRecordSchema, type JournalRecord } from './journal-record.ts';

/** The journal of a runner in a folder of its own. Only one process at a time can open it. */
export function openRunnerJournal(folder: string): Journal<JournalRecord> {
  return new FileJournal(folder, (value) => journalRecordSchema.safeParse(value).data ?? null);
}
