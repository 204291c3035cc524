import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What is wrong with an entry, see `EntryFault`. */
const FAULTS = [
  ...(['unsigned', 'unknownDevice', 'version', 'log', 'type', 'person', 'device', 'actor'] as const),
  ...(['signature', 'other', 'request', 'place', 'seen', 'seenLater', 'replay', 'hash'] as const),
  ...(['quorum', 'gap', 'closed', 'denial', 'began', 'unapproved', 'over', 'untaken'] as const),
  ...(['window', 'runner', 'uncaused', 'author', 'invite', 'owner'] as const),
  ...(['follows', 'founding', 'again', 'named'] as const),
] as const;

/** Why a history is not believed. Kept with its evidence. `why`: what a proof or a note lacks, for who examines it, in English. */
export const ALARMS = {
  /** `said`: what the entry says, in English, as the evidence has it. */
  entryNotBelieved: { seq: 'count', said: 'text', fault: FAULTS },
  logShrank: { from: 'count', to: 'count' },
  logForked: { size: 'count' },
  logNotExtended: { why: 'text' },
  logDelivered: { signed: 'count', delivered: 'count' },
  logOtherEntries: { size: 'count' },
  logOtherBeginning: { size: 'count', of: 'count' },
  logBadHash: none,
  logHeadOfOther: none,
  logHeadNotSigned: none,
  logHeadMalformed: { why: 'text' },
} as const satisfies CodeTable;
