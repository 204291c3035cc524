import { join } from 'node:path';
import { lockFile, type FileLock } from '../../system/file-lock.ts';

/**
 * Makes this the only service on the folder, since two would each believe their own memory. Throws, with a sentence, when
 * there is another. The lock is a file of its own: it does not keep a backup from reading the database.
 */
export const lockFolder = (folder: string): FileLock =>
  lockFile(join(folder, 'lock'), `another service uses ${folder} already`);
