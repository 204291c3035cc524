import Database from 'libsql';
import { keepDatabasePrivate } from '../../system/private-database.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** Another program, as one that replicates the file, may hold it for a moment. Everything else here waits meanwhile. */
const BUSY_MS = 2_000;

/**
 * The database file, such that a commit that returned survives a power failure: write-ahead log, synced at each commit.
 * Throws with a sentence when the file system does not do what is asked.
 */
export function openDatabase(file: string): Database.Database {
  keepDatabasePrivate(file);
  const db = new Database(file);
  try {
    const { journal_mode: journal } = db.prepare('PRAGMA journal_mode = WAL').get() as {
      journal_mode: string;
    };
    // 32 MB of pages in memory, and as much in the write-ahead log before it is copied over: pages change often.
    db.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA wal_autocheckpoint = 8000');
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    const { synchronous } = db.prepare('PRAGMA synchronous').get() as { synchronous: number };
    if (journal !== 'wal' || synchronous !== 2)
      throw new ToldError(told('notDurableHere', { journal, synchronous }));
    db.exec('BEGIN IMMEDIATE; COMMIT');
    return db;
  } catch (fault) {
    db.close();
    throw fault;
  }
}
