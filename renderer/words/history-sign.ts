import { spokenOf } from '../../shared/contract/spoken-of.ts';
import { words } from './words.ts';
import type { LogProgressView, LogStatus } from '../../shared/contract/snapshot.ts';
import { agoWords } from './ago-words.ts';
import { utcTime } from './utc-time.ts';
import type { Tone } from './tone.ts';

interface HistorySign {
  readonly tone: Extract<Tone, 'good' | 'neutral' | 'bad'>;
  /** A few words for a narrow place. */
  readonly text: string;
  /** When it was last checked: `4 min ago`. Empty while that says nothing. */
  readonly when: string;
  /** A sentence or two. */
  readonly detail: string;
}

const count = (entries: number): string =>
  `${entries.toLocaleString('en-GB')} ${entries === 1 ? 'entry' : 'entries'}`;

const VERBS: Readonly<Record<LogProgressView['what'], string>> = {
  fetching: 'Fetching',
  checking: 'Checking who signed',
  indexing: 'Sorting in',
};

/** `Fetching 12,000 of 30,000 entries` */
export function progressWords({ what, done, of }: LogProgressView): string {
  return `${VERBS[what]} ${done.toLocaleString('en-GB')} of ${count(of)}`;
}

const PROGRESS_DETAIL =
  'Entries are fetched page by page, each checked against what the log signed and for who signed it, and then sorted into what is shown.';

/**
 * Not all that was verified can be found: it has not been here yet, or it is being made anew. That nothing is found says
 * nothing then. What is new, and comes while all the rest is here, changes nothing.
 */
export const isHistoryComing = ({ verifiedAt, verifiedSize, progress }: LogStatus): boolean =>
  verifiedAt === null || verifiedSize === 0 || (progress !== undefined && progress.done < verifiedSize);

/** Whether the history is verified, up to which entry and when last. Counts are written as people count: the first entry is 1. */
export function historySign(log: LogStatus, now: number): HistorySign {
  if (log.alarm)
    return { tone: 'bad', text: 'History altered', when: '', detail: words().spoken(spokenOf(log.alarm)) };
  if (log.stopped) {
    const text = log.verifiedSize > 0 ? 'New entries not fetched' : 'History not fetched';
    return { tone: 'bad', text, when: '', detail: log.stopped };
  }
  if (log.unreadable) {
    return { tone: 'bad', text: 'History not readable', when: '', detail: log.unreadable };
  }
  if (log.progress) {
    return { tone: 'neutral', text: progressWords(log.progress), when: '', detail: PROGRESS_DETAIL };
  }
  if (log.verifiedSize === 0 && log.size > 0) {
    return {
      tone: 'bad',
      text: 'Not as signed',
      when: '',
      detail:
        'The entries kept on this device are not those that the log signed. They are fetched again when the service can be reached.',
    };
  }
  if (log.verifiedAt === null || log.verifiedSize === 0) {
    return {
      tone: 'neutral',
      text: 'Not verified yet',
      when: '',
      detail: 'The history is verified when the service is first reached.',
    };
  }
  const ago = agoWords(log.verifiedAt, now);
  const when = ago === 'now' ? 'just now' : `${ago} ago`;
  const last = `Last checked ${utcTime(log.verifiedAt)}.`;
  if (log.verifiedSize < log.size) {
    return {
      tone: 'neutral',
      text: `Verified to ${log.verifiedSize.toLocaleString('en-GB')} of ${log.size.toLocaleString('en-GB')}`,
      when,
      detail: `${count(log.verifiedSize)} of ${count(log.size)} verified. ${last}`,
    };
  }
  return {
    tone: 'good',
    text: `Verified to entry ${log.verifiedSize.toLocaleString('en-GB')}`,
    when,
    detail: `All ${count(log.verifiedSize)} verified. ${last}`,
  };
}
