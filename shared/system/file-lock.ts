import Database from 'libsql';
import { keepDatabasePrivate } from './private-database.ts';

export interface FileLock {
  release(): void;
}

/**
 * Takes a lock that the operating system gives up by itself when this process ends, however it ends. Node has no such
 * lock, but SQLite does: the file is an empty database in an exclusive transaction. Throws when another process has it.
 */
export function lockFile(path: string): FileLock {
  keepDatabasePrivate(path);
  const database = new Database(path);
  try {
    database.exec('PRAGMA busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new Error(
      `Another Latchkey process is using ${path}. Close it first, or give this one another LATCHKEY_HOME.`,
    );
  }
  return { release: () => database.close() };
}
