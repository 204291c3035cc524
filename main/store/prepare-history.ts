import Database from 'libsql';
import { existsSync } from 'node:fs';
import { told } from '../../shared/words/told.ts';
import { ToldError } from '../../shared/words/told-error.ts';
import {
  HISTORY_SCHEMA,
  HISTORY_VERSION,
  INDEX_SCHEMA,
  INDEX_TABLES,
  INDEX_VERSION,
} from './history-schema.ts';

/** A file of up to 40 MB is looked through whole; the start of the app does not wait for more. `verify` finds the rest. */
const CHECKED_PAGES = 10_000;

/** What stands in the file is of no use here: it is damaged, or of another version. */
export class UnusableReplica extends Error {}

/**
 * Throws when the replica at `path` was made by a newer Latchkey. To be asked before it is opened to be used: it is no damage,
 * and it stays as it is, byte by byte.
 */
export function refuseNewer(path: string): void {
  if (existsSync(path) && Number(versionAt(path)) > Number(HISTORY_VERSION))
    throw new ToldError(told('replicaOfNewer', { path }));
}

/** Null where the file says none, or cannot be read: each fault has its own sentence later. */
function versionAt(path: string): string | null {
  try {
    const db = new Database(path, { readonly: true });
    try {
      return readMeta(db, 'version');
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

/** Checks the file and makes what is missing in it. Throws `UnusableReplica`, or what SQLite says. */
export function prepareHistory(db: Database.Database): void {
  // The replica can be fetched again, so a lost tail after a power cut costs nothing; a damaged file would.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000;');
  const { pages } = db.prepare('SELECT page_count AS pages FROM pragma_page_count').get() as {
    pages: number;
  };
  if (pages <= CHECKED_PAGES) {
    const [check] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new UnusableReplica('the replica is damaged');
  }
  db.exec(HISTORY_SCHEMA);
  const version = readMeta(db, 'version');
  if (version !== null && version !== HISTORY_VERSION)
    throw new UnusableReplica('the replica is of another version');
  if (version === null) db.prepare("INSERT INTO meta VALUES ('version', ?)").run(HISTORY_VERSION);
  // What another version indexed is computed again from the entries, which stay.
  if (readMeta(db, 'index') !== INDEX_VERSION) db.transaction(() => remakeIndex(db))();
}

/** An empty index, with everything still to be indexed. Call inside a transaction. */
export function remakeIndex(db: Database.Database): void {
  for (const table of INDEX_TABLES) db.exec(`DROP TABLE IF EXISTS ${table}`);
  db.exec(INDEX_SCHEMA);
  db.prepare("DELETE FROM meta WHERE key IN ('indexed', 'index', 'checked', 'signed', 'founded')").run();
  db.prepare("INSERT INTO meta VALUES ('index', ?)").run(INDEX_VERSION);
}

export function readMeta(db: Database.Database, key: string): string | null {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
  return row?.value ?? null;
}
