import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What the app keeps in its state and its files to tell its person. */
export const DESKTOP = {
  passphraseOffer: none,
  poolsWanted: { pools: 'texts' },
  foundingUnderPassphrase: none,
  soloRestarting: none,
  filesNotWritten: { why: 'text', help: ['makeRoom', 'letWrite', 'mend'] },
  historyUnreadable: { why: 'text' },
  historyUnreadableElse: { why: 'text' },
  moreHappened: none,
  tooManyRequestsHere: none,
  answeredWithEarlier: none,
  storeDamaged: { parts: 'texts', kept: 'text', isUnsent: ['yes', 'no'] },
  historyDamaged: { kept: 'text' },
  strangerAnswers: none,
  signOutDoubted: none,
  entriesUnfit: { why: 'text' },
  evidenceNotKept: { sentence: 'told', why: 'text' },
  identityUnreadable: none,
  notMadeHere: none,
  keysNotKept: none,
  catalogOfNewer: none,
  answersOddly: none,
  requestsPutRight: { count: 'count' },
  entriesNotAsSigned: none,
  trustedUnfit: { why: 'told' },
  requestsUnchecked: { why: 'text' },
  reviewRefused: { decision: ['approve', 'deny'], why: 'told' },
  waitingRequest: { forMs: 'ms', reason: 'text' },
  keysNotLocked: none,
  passphraseOfNowFirst: none,
  notJoinedHere: none,
  couldNotDo: none,
  mistakeAt: { file: 'text', line: 'count', what: 'told' },
} as const satisfies CodeTable;
