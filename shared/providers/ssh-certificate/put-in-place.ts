import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../../system/sync-folder.ts';

/** Gives a file its name, whole and written through: after a power failure it is there as it is, or not at all. */
export async function putInPlace(from: string, to: string): Promise<void> {
  const file = await open(from, 'r+');
  await file.sync().finally(() => file.close());
  await rename(from, to);
  await syncFolder(dirname(to));
}
