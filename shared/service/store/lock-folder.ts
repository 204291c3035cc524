import { join } from 'node:path';
import Database from 'libsql';
import { keepDatabasePrivate } from '../../system/private-database.ts';

/**
 * Makes this the only service on the folder, since two would each believe their own memory. Throws, with a sentence, when
 * there is another. The lock is a transaction on a file of its own: it ends with the process, however that ends, and does
 * not keep a backup from reading the database.
 */
export function lockFolder(folder: string): { release(): void } {
  const file = join(folder, 'lock');
  keepDatabasePrivate(file);
  const db = new Database(file);
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (fault) {
    db.close();
    throw new Error(`another service uses ${folder} already`, { cause: fault });
  }
  return {
    release() {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}
