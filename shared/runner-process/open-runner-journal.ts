import { readJournalLine, writeJournalLine, type JournalLine } from '../formats/journal/journal-line.ts';
import type { Journal } from '../ports/journal.ts';
import { FileJournal } from '../system/file-journal.ts';

/** The journal of a runner in a folder of its own. Only one process at a time can open it. */
export function openRunnerJournal(folder: string): Journal<JournalLine> {
  return new FileJournal<JournalLine>(folder, { read: readJournalLine, write: writeJournalLine });
}
