import { openHistory } from '../../../main/store/open-history.ts';
import { inEnglish } from '../../../shared/words/words.ts';

// Opens the replica that is named, says what became of it, and ends.

try {
  const { database, damage } = openHistory(process.argv[2] ?? '', 0);
  database.close();
  process.stdout.write(damage === null ? 'opened' : inEnglish(damage));
} catch (error) {
  process.stdout.write(`refused: ${(error as Error).message}`);
}
