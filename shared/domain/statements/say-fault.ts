import { wordsIn } from '../../words/words.ts';
import { shortText } from '../../lib/short-text.ts';
import { describeEntry } from '../describe-entry.ts';
import type { EntryFault, Placed } from './judge-record.ts';

/** So much of what an entry says is quoted. */
const MOST_QUOTED = 200;

/** Which alarm an entry with this fault raises: it is wrong itself, or who signed it had seen another log. */
export const alarmKindOf = (fault: EntryFault): 'entry' | 'seen' =>
  fault === 'seen' || fault === 'seenLater' ? 'seen' : 'entry';

/** What is wrong with an entry, for a person, with its number. Plain text: who shows it escapes it. */
export function sayFault(fault: EntryFault, { seq, record }: Placed): string {
  // By their ids: names are what the service says.
  const said = shortText(
    describeEntry(record, { words: wordsIn('en'), nameOf: (id) => id }),
    MOST_QUOTED,
  ).replace(/[“”„‟]/gu, '"');
  return `Entry ${seq}, which says “${said}”, ${WRONG[fault]} Believe nothing that this service says, and ask whoever it names.`;
}

const NOT_THEIRS = 'is not signed by a device of theirs.';

const WRONG: Readonly<Record<EntryFault, string>> = {
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
};
