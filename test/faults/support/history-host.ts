import { openHistory } from '../../../main/store/open-history.ts';

// Opens the replica that is named, says what became of it, and ends.

try {
  const { database, damage } = openHistory(process.argv[2] ?? '', 0);
  database.close();
  process.stdout.write(damage ?? 'opened');
} catch (error) {
  process.stdout.write(`refused: ${(error as Error).message}`);
}
