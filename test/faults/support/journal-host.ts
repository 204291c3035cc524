import { FileJournal } from '../../../shared/system/file-journal.ts';

// Opens the journal in the folder that is named, says what is in it, and ends.

const journal = new FileJournal<unknown>(process.argv[2] ?? '', (value) => value);
process.stdout.write(JSON.stringify(await journal.open()));
await journal.close();
