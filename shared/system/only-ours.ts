import type { Stats } from 'node:fs';
import { told, type Told } from '../words/told.ts';

/** Permission bits of anybody but the owner. */
const OTHERS_MASK = 0o077;

/** Why the open file at `path`, which holds a secret, is not to be read: others may read it. Null when they may not. */
export const whyOthersRead =
  (path: string) =>
  ({ mode }: Pick<Stats, 'mode'>): Told | null =>
    process.platform === 'win32' || (mode & OTHERS_MASK) === 0 ? null : told('othersMayRead', { path });

/** The same, also of a file that is another user's, who can change what is in it. */
export const whyNotOnlyOurs =
  (path: string) =>
  ({ mode, uid }: Pick<Stats, 'mode' | 'uid'>): Told | null => {
    const why = whyOthersRead(path)({ mode });
    const isOthers = process.platform !== 'win32' && process.getuid && uid !== process.getuid();
    return why ?? (isOthers ? told('belongsToOther', { path }) : null);
  };
