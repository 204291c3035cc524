import { statfs } from 'node:fs/promises';

/** In bytes. `freeBytes` is what this user may still write. A `totalBytes` of 0: the file system does not say. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** The disk that `folder` is on. The folder must be there. */
export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bsize, bavail, blocks } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
