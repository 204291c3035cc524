import { shortText } from '../../lib/short-text.ts';
import { told } from '../../words/told.ts';
import { inEnglish, wordsIn } from '../../words/words.ts';
import { describeEntry } from '../describe-entry.ts';
import type { EntryFault, Placed } from './judge-record.ts';

/** So much of what an entry says is quoted. */
const MOST_QUOTED = 200;

/** Which alarm an entry with this fault raises: it is wrong itself, or who signed it had seen another log. */
export const alarmKindOf = (fault: EntryFault): 'entry' | 'seen' =>
  fault === 'seen' || fault === 'seenLater' ? 'seen' : 'entry';

/**
 * What is wrong with an entry, with its number. In English too, as evidence has it, which others read. Plain text: who shows
 * it escapes it.
 */
export function sayFault(fault: EntryFault, { seq, record }: Placed) {
  // By their ids: names are what the service says.
  const reader = { words: wordsIn('en'), nameOf: (id: string) => id };
  const said = shortText(describeEntry(record, reader), MOST_QUOTED).replace(/[“”„‟]/gu, '"');
  const params = { seq, said, fault };
  return {
    sentence: inEnglish(told('entryNotBelieved', params)),
    told: { code: 'entryNotBelieved', params } as const,
  };
}
