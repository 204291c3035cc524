import type { HistoryRow } from '../../shared/contract/snapshot.ts';
import { isOverdueAt } from '../../shared/domain/grant/becomes-overdue.ts';
import type { EndCause } from '../../shared/domain/grant/grant.ts';
import { instant } from '../../shared/lib/time.ts';
import { clockTime } from './clock-time.ts';
import { lateWords } from './late-words.ts';
import type { Tone } from './tone.ts';
import { words } from './words.ts';

interface EndWords {
  readonly text: string;
  readonly tone: Extract<Tone, 'neutral' | 'warn' | 'bad'>;
}

/** Less than this is what taking away and checking takes; nobody has to look into it. */
const NOTABLE_MS = 1_000;

const EARLY: Readonly<Partial<Record<EndCause, 'returned' | 'ended'>>> = {
  returned: 'returned',
  ended: 'ended',
};

/** How access ended, in a few words: `revoked 14:02, on time`. Null where none was given, or its clock has not started. */
export function endWords(
  row: Pick<
    HistoryRow,
    'status' | 'submittedAt' | 'startsAt' | 'dueAt' | 'endedAt' | 'confirmedBy' | 'cause' | 'lateMs'
  >,
  { now, timeZone }: { readonly now: number; readonly timeZone?: string },
): EndWords | null {
  const say = words().window.grants.row;
  // It stands beside when it was asked for: the day is only said where it is another.
  const at = (moment: number): string =>
    clockTime(moment, row.submittedAt, timeZone === undefined ? {} : { timeZone });
  if (row.endedAt !== null) {
    if (row.confirmedBy !== null) return { text: say.saidGone({ at: at(row.endedAt) }), tone: 'warn' };
    if (row.startsAt === null) return { text: say.neverStarted, tone: 'neutral' };
    const lateMs = row.lateMs ?? 0;
    const isLate = lateMs >= NOTABLE_MS;
    const early = row.cause === null || isLate ? undefined : EARLY[row.cause];
    const how = early === undefined ? lateWords(lateMs) : say[early];
    const text = words().window.grants.revoked({ at: at(row.endedAt), how });
    return { text, tone: isLate ? 'warn' : 'neutral' };
  }
  if (row.dueAt === null) return null;
  const left = say.due({ at: at(row.dueAt) });
  if (isOverdueAt(row.dueAt, instant(now))) return { text: left, tone: 'bad' };
  if (row.status === 'revoking') return { text: left, tone: 'warn' };
  return { text: say.until({ at: at(row.dueAt) }), tone: 'neutral' };
}
