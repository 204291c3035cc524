import type { Stats } from 'node:fs';

/** Permission bits of anybody but the owner. */
const OTHERS_MASK = 0o077;

/** Why the open file at `path`, which holds a secret, is not read: others may read it, or it is not this user's. Null when it is. */
export const whyNotOnlyOurs =
  (path: string) =>
  ({ mode, uid }: Pick<Stats, 'mode' | 'uid'>): string | null => {
    if (process.platform === 'win32') return null;
    if ((mode & OTHERS_MASK) !== 0) return `others may read ${path}: run chmod 600 on it.`;
    if (process.getuid && uid !== process.getuid()) return `${path} belongs to another user.`;
    return null;
  };
