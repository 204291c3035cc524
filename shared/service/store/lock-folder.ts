import { join } from 'node:path';
import { err, ok, type Result } from '../../lib/result.ts';
import { lockFile, type FileLock } from '../../system/file-lock.ts';

/**
 * Makes this the only service on the folder, since two would each believe their own memory. Throws, with a sentence, when
 * there is another. The lock is a file of its own: it does not keep a backup from reading the database.
 */
export const lockFolder = (folder: string): FileLock =>
  lockFile(
    join(folder, 'lock'),
    `another service uses ${folder} already. Stop it, if it is not to run (the desktop app has one of its own), or name another folder with --data DIR`,
  );

/** The same for whoever can say it: the sentence is an error. Throws when the lock cannot be made, on a full disk for example. */
export function tryLockFolder(folder: string): Result<FileLock, string> {
  try {
    return ok(lockFolder(folder));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== undefined) throw fault;
    return err((fault as Error).message);
  }
}
