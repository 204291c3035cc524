import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it. Throws what the system says where it cannot: the recursive `mkdir` of Node tries for ever
 * where a folder is there and none can be made in it, as in /proc.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, mode);
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const above = dirname(resolve(path));
    if (code !== 'ENOENT' || above === resolve(path)) throw fault;
    await makeFolder(above, mode);
    await mkdir(path, mode);
  }
}
