import type { CodeTable } from '../kinds.ts';

const none = {} as const;

/** What a client finds out by itself: of the connection, of the keys of its device, and of the history that it keeps. */
export const CLIENT = {
  /** One after the other. */
  inTurn: { said: 'tolds' },
  /** Why nobody answers. */
  serviceAway: none,
  nextAddress: { count: 'count' },
  noneOfAddresses: { count: 'count' },
  noServiceThere: { status: 'count' },
  proxyWithoutService: { status: 'count' },
  clocksDiffer: { byMs: 'ms', which: ['ahead', 'behind'] },
  /** Why no connection comes about. `file`: of one's own authorities; empty where none was named. */
  certificateOfItself: { origin: 'text', file: 'text' },
  certificateOfUnknown: { origin: 'text', file: 'text' },
  certificateWithoutChain: { origin: 'text', file: 'text' },
  certificateExpired: { origin: 'text' },
  certificateTooEarly: { origin: 'text' },
  certificateOfOther: { origin: 'text', hostname: 'text', names: 'texts' },
  noTlsThere: { origin: 'text' },
  endedUnanswered: { origin: 'text' },
  endedBeforeTls: { origin: 'text' },
  noTlsConnection: { origin: 'text', why: 'text' },
  socketOfOther: { address: 'text' },
  strangerThere: { address: 'text', place: ['here', 'elsewhere'] },
  /** How an address is written. */
  addressForm: none,
  addressOnlyHost: none,
  addressUnencrypted: { hostname: 'text' },
  /** The keys of this device. */
  notJoined: none,
  keysProtected: none,
  keysExposed: { why: 'text' },
  keysReplaced: none,
  joiningElsewhere: none,
  wrongPassphrase: none,
  unreadableInside: none,
  sealedByNewer: none,
  sealedDamaged: none,
  identityByNewer: none,
  identityDamaged: none,
  identityAt: { why: 'told', path: 'text' },
  joiningNeedsPassphrase: none,
  joiningOtherPassphrase: none,
  pinnedKeyDamaged: none,
  /** The history that this device keeps. */
  logNotVerified: none,
  evidenceUnreadable: { why: 'text' },
  entriesDamaged: none,
  entriesChanged: none,
  fetchedAgain: { why: 'told' },
  historyInUse: none,
  noRoomForHistory: { size: 'count', neededBytes: 'count', freeBytes: 'count', reserveBytes: 'count' },
  noRoomUnknown: { size: 'count', neededBytes: 'count', mostBytes: 'count' },
  entriesOutOfOrder: none,
  entryWithNul: none,
  textNotSaid: none,
  listWithoutEnd: none,
  /** Of what is proposed, and of what somebody did. */
  ownersRead: { owners: 'texts' },
  ownersUnread: none,
  newsNotMeant: { news: 'told' },
  newsNotAskedFor: { news: 'told' },
} as const satisfies CodeTable;
