import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What the app keeps in its state and its files to tell its person. */
export const DESKTOP = {
  passphraseOffer: none,
  poolsWanted: { pools: 'texts' },
  foundingUnderPassphrase: none,
  soloRestarting: none,
  /** What a system says of a file, as part of a sentence. */
  systemSays: {
    what: [
      'noRoom',
      'denied',
      'readOnly',
      'isFolder',
      'noFolder',
      'missing',
      'tooManyOpen',
      'inUse',
      'diskFault',
    ],
  },
  /** The same of a file of ours. `why`: one, or none where the system lets it be opened. */
  replicaNotOpened: { path: 'text', why: 'tolds' },
  replicaOfNewer: { path: 'text' },
  storeNotRead: { path: 'text', why: 'told' },
  filesNotWritten: { why: 'told', help: ['makeRoom', 'letWrite', 'mend'] },
  historyUnreadable: { why: 'told' },
  historyUnreadableElse: { why: 'told' },
  moreHappened: none,
  tooManyRequestsHere: none,
  answeredWithEarlier: none,
  storeDamaged: { parts: 'texts', kept: 'text', isUnsent: ['yes', 'no'] },
  historyDamaged: { kept: 'text' },
  historyFetchedAgain: none,
  strangerAnswers: none,
  signOutDoubted: none,
  entriesUnfit: { why: 'told' },
  evidenceNotKept: { sentence: 'told', why: 'told' },
  identityUnreadable: none,
  notMadeHere: none,
  keysNotKept: none,
  catalogOfNewer: none,
  answersOddly: none,
  requestsPutRight: { count: 'count' },
  entriesNotAsSigned: none,
  trustedUnfit: { why: 'told' },
  requestsUnchecked: { why: 'told' },
  reviewRefused: { decision: ['approve', 'deny'], why: 'told' },
  waitingRequest: { forMs: 'ms', reason: 'text' },
  keysNotLocked: none,
  passphraseOfNowFirst: none,
  notJoinedHere: none,
  couldNotDo: none,
  mistakeAt: { file: 'text', line: 'count', what: 'told' },
} as const satisfies CodeTable;
