import { lockFile } from '../../../shared/system/file-lock.ts';

// Takes the lock of the file that is named, says what became of it, and ends.

try {
  lockFile(process.argv[2] ?? '').release();
  process.stdout.write('taken');
} catch (error) {
  process.stdout.write(`refused: ${(error as Error).message}`);
}
