import type { CodeTable } from '../kinds.ts';
import { DESKTOP } from './desktop.ts';
import { REFUSED } from './refused.ts';

/** All that can be told, and what each takes. A code is never given another meaning: entries of a log have it for ever. */
export const CODES = {
  /** What is no code of ours: words of an owner, of a script, of an earlier or newer version. */
  asWritten: { text: 'text' },
  ...REFUSED,
  ...DESKTOP,
} as const satisfies CodeTable;

export type ToldCode = keyof typeof CODES;
