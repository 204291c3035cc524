import { join } from 'node:path';
import { lockFile, type FileLock } from '../../system/file-lock.ts';
import { told } from '../../words/told.ts';
import { ToldError, toldIn } from '../../words/told-error.ts';

/**
 * Makes this the only service on the folder, since two would each believe their own memory. Throws when
 * there is another. The lock is a file of its own: it does not keep a backup from reading the database.
 */
export const lockFolder = (folder: string): FileLock =>
  lockFile(join(folder, 'lock'), (options) => new ToldError(told('folderInUse', { folder }), options));

/** The same for whoever can say it; null when there is another. Throws when the lock cannot be made, on a full disk for example. */
export function tryLockFolder(folder: string): FileLock | null {
  try {
    return lockFolder(folder);
  } catch (fault) {
    if (toldIn(fault) === null) throw fault;
    return null;
  }
}
