import Database from 'libsql';
import { keepDatabasePrivate } from './private-database.ts';

export interface FileLock {
  release(): void;
}

/**
 * Takes a lock that the operating system gives up by itself when this process ends, however it ends. Node has no such
 * lock, but SQLite does: the file is an empty database in an exclusive transaction. Throws when another process has it.
 * Writes nothing, so that a runner on a full disk can still open its journal and end what it granted.
 *
 * @param inUse what is said when another process has it
 */
export function lockFile(
  path: string,
  inUse = `Another Latchkey process is using ${path}. Close it first, or give this one another LATCHKEY_HOME.`,
): FileLock {
  keepDatabasePrivate(path);
  const database = new Database(path);
  try {
    // The journal of a transaction would be a file, and a full disk has no room for it.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new Error(inUse, { cause: error });
  }
  return { release: () => database.close() };
}
