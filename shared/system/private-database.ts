import { chmodSync, closeSync, existsSync, openSync } from 'node:fs';

/**
 * Makes a database's files this user's alone, whatever the umask. To be called before SQLite opens `file`: it gives the
 * write-ahead log and the shared memory, where every commit is first, the mode that the database has at that moment.
 */
export function keepDatabasePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  // As an earlier life, or a restored backup, may have left them.
  for (const each of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(each)) chmodSync(each, 0o600);
}
