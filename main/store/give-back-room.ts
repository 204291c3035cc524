import type Database from 'libsql';

/** Less than this, in bytes, is left to what comes next. */
const WORTH_BYTES = 16_000_000;

/** Gives the room of what was deleted back to the disk. Call outside of transactions. */
export function giveBackRoom(db: Database.Database): void {
  const { unused } = db
    .prepare('SELECT freelist_count * page_size AS unused FROM pragma_freelist_count, pragma_page_size')
    .get() as { unused: number };
  if (unused < WORTH_BYTES) return;
  try {
    db.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // It needs room itself, for a copy of what stays. Then the file stays as large, and is filled again first.
  }
}
