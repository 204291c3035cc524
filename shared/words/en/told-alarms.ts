import type { ALARMS } from '../codes/alarms.ts';
import type { BookOf } from '../told-book.ts';

const NOT_THEIRS = 'is not signed by a device of theirs.';

const WRONG = {
  unsigned: 'is signed by nobody.',
  unknownDevice: 'is signed by a device that had not joined, or had been signed out.',
  version: 'is signed in a form that there was never.',
  log: 'was signed for another organisation.',
  type: NOT_THEIRS,
  person: NOT_THEIRS,
  device: NOT_THEIRS,
  actor: NOT_THEIRS,
  signature: NOT_THEIRS,
  other: 'is not what was signed.',
  request: 'answers another request than the one in which it stands.',
  place: 'stands where it was not written.',
  seen: 'was signed by somebody who had verified another history than this one.',
  seenLater: 'was signed by somebody who had seen entries that come after it.',
  replay: 'was signed for an entry before it, and used once more.',
  hash: 'shows another request than the one that is signed by who approves it.',
  quorum: 'follows from fewer approvals than the request needed.',
  gap: 'comes after entries of its request that are missing.',
  closed: 'comes after its request was decided.',
  denial: 'follows from no review that says so.',
  began: 'says that access never began which a runner had taken up.',
  unapproved: 'takes up access that was not approved.',
  over: 'takes up access that was over, or worked already.',
  untaken: 'says that access works which that runner had not taken up.',
  window: 'is of access for longer than was approved.',
  runner: 'names a runner that nobody signed in.',
  uncaused: 'follows from nothing that somebody signed before it, or stands in the place of what should.',
  author: 'names somebody who does not write such an entry.',
  invite: 'joined with no invite for them that was open.',
  owner: 'is signed by somebody who was no owner then.',
  follows: 'was written after another version, or another key of the log, than the one before it.',
  founding: 'is not how the organisation was founded that this device joined.',
  again: 'says that a device joined that had joined before.',
  named: 'says that somebody may answer whom the request does not ask.',
};

export const alarms: BookOf<keyof typeof ALARMS> = {
  entryNotBelieved: ({ seq, said, fault }) =>
    `Entry ${seq}, which says “${said}”, ${WRONG[fault]} Believe nothing that this service says, and ask whoever it names.`,
  logShrank: ({ from, to }) => `The log had ${from} entries and now says that it has ${to}.`,
  logForked: ({ size }) => `The log has signed two different histories of ${size} entries.`,
  logNotExtended: ({ why }) => why,
  logDelivered: ({ signed, delivered }) => `The log signed ${signed} entries and delivered ${delivered}.`,
  logOtherEntries: ({ size }) => `The log's ${size} entries as delivered are not those that it signed.`,
  logOtherBeginning: ({ size, of }) =>
    `The first ${size} entries as delivered are not those of the ${of} that the log signed.`,
  logBadHash: 'The log delivered a hash that is not 32 bytes long.',
  logHeadOfOther: 'The checkpoint is of another log than the one that is followed here.',
  logHeadNotSigned: "The checkpoint does not carry a valid signature by the log's key.",
  logHeadMalformed: ({ why }) => why,
};
