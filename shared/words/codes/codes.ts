import type { CodeTable } from '../kinds.ts';
import { DESKTOP } from './desktop.ts';
import { ALARMS } from './alarms.ts';
import { CLIENT } from './client.ts';
import { CHANGES } from './changes.ts';
import { CONDITIONS } from './conditions.ts';
import { CONFORMANCE } from './conformance.ts';
import { FOUND } from './found.ts';
import { GRANTS } from './grants.ts';
import { INPUT } from './input.ts';
import { KEPT } from './kept.ts';
import { MISTAKES } from './mistakes.ts';
import { OPTIONS } from './options.ts';
import { REFUSED } from './refused.ts';
import { RUNS } from './runs.ts';
import { SERVICE } from './service.ts';

/** All that can be told, and what each takes. A code is never given another meaning: entries of a log have it for ever. */
export const CODES = {
  /** What is no code of ours: words of an owner, of a script, of an earlier or newer version. */
  asWritten: { text: 'text' },
  ...REFUSED,
  ...DESKTOP,
  ...ALARMS,
  ...CLIENT,
  ...CHANGES,
  ...CONDITIONS,
  ...GRANTS,
  ...INPUT,
  ...MISTAKES,
  ...SERVICE,
  ...OPTIONS,
  ...KEPT,
  ...FOUND,
  ...RUNS,
  ...CONFORMANCE,
} as const satisfies CodeTable;

export type ToldCode = keyof typeof CODES;
