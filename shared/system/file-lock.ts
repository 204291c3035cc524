import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { keepDatabasePrivate } from './private-database.ts';
import { told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';

const BUSY = 'SQLITE_BUSY';

export interface FileLock {
  release(): void;
}

/** The fault of who comes while another process has it. */
type InUse = (options: ErrorOptions) => Error;

/**
 * Takes a lock that the operating system gives up by itself when this process ends, however it ends. Node has no such
 * lock, but SQLite does: the file is an empty database in an exclusive transaction. Throws when another process has it.
 * Writes nothing, so that a runner on a full disk can still open its journal and end what it granted.
 *
 * @param inUse what is thrown when another process has it
 */
export function lockFile(
  path: string,
  inUse: InUse = (options) => new ToldError(told('pathInUse', { path }), options),
): FileLock {
  keepDatabasePrivate(path);
  const database = new Database(path);
  try {
    // The journal of a transaction would be a file, and a full disk has no room for it.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA busy_timeout = 0');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { code?: string }).code !== BUSY) throw error;
    throw inUse({ cause: error });
  }
  return { release: () => database.close() };
}

/** So long a turn is waited for before it is asked for again, in milliseconds. */
const RETRY_MS = 30;

/**
 * The same lock for what several processes do one after the other: whoever comes while another has it waits for their turn.
 * Unlike `withLock` it needs no room on the disk, and is never taken from who is slow. Throws `inUse` after `waitMs`.
 */
export async function lockInTurn(
  path: string,
  { waitMs, inUse }: { readonly waitMs: number; readonly inUse: InUse },
): Promise<FileLock> {
  const giveUpAt = performance.now() + waitMs;
  for (;;) {
    try {
      return lockFile(path, inUse);
    } catch (error) {
      const isHeld = error instanceof Error && (error.cause as { code?: string } | undefined)?.code === BUSY;
      if (!isHeld || performance.now() >= giveUpAt) throw error;
    }
    await sleep(RETRY_MS * (0.5 + Math.random()));
  }
}
