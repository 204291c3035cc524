import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskSpace } from '../../shared/system/disk-space.ts';

/** A folder as if it were on a disk of its own, of so many bytes: what its files really take is what is not free. */
export function smallDisk(folder: string, totalBytes: number) {
  const used = (): number =>
    readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  let most = 0;
  return {
    used,
    /** The most that was used whenever somebody looked. */
    most: () => most,
    space: async (): Promise<DiskSpace> => {
      const bytes = used();
      most = Math.max(most, bytes);
      return { freeBytes: Math.max(0, totalBytes - bytes), totalBytes };
    },
  };
}
