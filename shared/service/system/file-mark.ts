import { lstatSync } from 'node:fs';

/** Which file something is, whatever it is called. No other has its number as long as somebody has it open. */
export interface FileMark {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** The file (not what it may link to) at a path; null where there is none. Throws where that cannot be seen. */
export function fileAt(path: string): FileMark | null {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? { dev: found.dev, ino: found.ino } : null;
}

export const isSameFile = (one: FileMark, other: FileMark): boolean =>
  one.dev === other.dev && one.ino === other.ino;
