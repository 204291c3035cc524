import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What Latchkey itself says of how access began and ended. Entries of the log keep these. */
export const GRANTS = {
  notTakenUp: none,
  notHeardOf: none,
  holderLeft: none,
  foundThere: none,
  clockWasAhead: none,
} as const satisfies CodeTable;
