import { FileJournal } from '../../../shared/system/file-journal.ts';

// Opens the journal in the folder that is named, says what is in it, and ends.

const journal = new FileJournal<unknown>(process.argv[2] ?? '', {
  read: (text) => JSON.parse(text) as unknown,
  write: (record) => JSON.stringify(record),
});
process.stdout.write(JSON.stringify(await journal.open()));
await journal.close();
