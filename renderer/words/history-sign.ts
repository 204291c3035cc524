import { spokenOf } from '../../shared/contract/spoken-of.ts';
import type { LogProgressView, LogStatus } from '../../shared/contract/snapshot.ts';
import { agoWords } from './ago-words.ts';
import { utcTime } from './utc-time.ts';
import type { Tone } from './tone.ts';
import { words } from './words.ts';

interface HistorySign {
  readonly tone: Extract<Tone, 'good' | 'neutral' | 'bad'>;
  /** A few words for a narrow place. */
  readonly text: string;
  /** When it was last checked: `4 min ago`. Empty while that says nothing. */
  readonly when: string;
  /** A sentence or two. */
  readonly detail: string;
}

const count = (entries: number): string => words().window.sign.entries({ count: entries });

/** `Fetching 12,000 of 30,000 entries` */
export function progressWords({ what, done, of }: LogProgressView): string {
  return words().window.sign[what]({ done, of: count(of) });
}

/**
 * Not all that was verified can be found: it has not been here yet, or it is being made anew. That nothing is found says
 * nothing then. What is new, and comes while all the rest is here, changes nothing.
 */
export const isHistoryComing = ({ verifiedAt, verifiedSize, progress }: LogStatus): boolean =>
  verifiedAt === null || verifiedSize === 0 || (progress !== undefined && progress.done < verifiedSize);

/** Whether the history is verified, up to which entry and when last. Counts are written as people count: the first entry is 1. */
export function historySign(log: LogStatus, now: number): HistorySign {
  const say = words().window.sign;
  if (log.alarm)
    return { tone: 'bad', text: say.altered, when: '', detail: words().spoken(spokenOf(log.alarm)) };
  if (log.stopped) {
    const text = log.verifiedSize > 0 ? say.newNotFetched : say.notFetched;
    return { tone: 'bad', text, when: '', detail: words().spoken(log.stopped) };
  }
  if (log.unreadable) {
    return { tone: 'bad', text: say.notReadable, when: '', detail: words().tell(log.unreadable) };
  }
  if (log.progress) {
    return { tone: 'neutral', text: progressWords(log.progress), when: '', detail: say.progressDetail };
  }
  if (log.verifiedSize === 0 && log.size > 0) {
    return {
      tone: 'bad',
      text: say.notAsSigned,
      when: '',
      detail: say.notAsSignedDetail,
    };
  }
  if (log.verifiedAt === null || log.verifiedSize === 0) {
    return {
      tone: 'neutral',
      text: say.notYet,
      when: '',
      detail: say.notYetDetail,
    };
  }
  const { times } = words().window;
  const ago = agoWords(log.verifiedAt, now);
  const when = ago === times.now ? times.justNow : times.ago({ ago });
  const last = say.lastChecked({ at: utcTime(log.verifiedAt) });
  if (log.verifiedSize < log.size) {
    return {
      tone: 'neutral',
      text: say.partly({ done: log.verifiedSize, of: log.size }),
      when,
      detail: say.partlyDetail({ done: count(log.verifiedSize), of: count(log.size), last }),
    };
  }
  return {
    tone: 'good',
    text: say.verified({ count: log.verifiedSize }),
    when,
    detail: say.verifiedDetail({ all: count(log.verifiedSize), last }),
  };
}
