import { assertNever } from '../../shared/lib/assert-never.ts';
import type { EndCause, GrantState } from '../../shared/domain/grant/grant.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/lib/time.ts';
import { formatDuration } from '../../shared/lib/duration-text.ts';
import { clockTime } from './clock-time.ts';
import { lateWords } from './late-words.ts';
import type { Tone } from './tone.ts';

interface GrantWords {
  readonly text: string;
  readonly tone: Tone;
}

interface WordsContext {
  readonly now: number;
  readonly nameOf: (id: string) => string;
  readonly timeZone?: string;
}

/** Setting up takes seconds: only what takes longer is said to wait, as in `describeSetUp`. */
const SET_UP_MS = MINUTE_MS;

/** Nobody verified anything, since no runner had taken it up. */
const NEVER_BEGAN: GrantWords = { text: 'never began: nothing to take away', tone: 'neutral' };

const NOT_SET_UP: GrantWords = { text: 'could not be set up; nothing was left behind', tone: 'bad' };

/** How one grant stands, in a line: `active until 14:32`, `revoked 14:32:01, 0.3 s late`. */
export function grantWords(grant: GrantState, context: WordsContext): GrantWords {
  const zone = context.timeZone === undefined ? {} : { timeZone: context.timeZone };
  const at = (instant: number): string => clockTime(instant, context.now, zone);
  const exactly = (instant: number): string => clockTime(instant, context.now, { ...zone, seconds: true });
  switch (grant.kind) {
    case 'scheduled':
      return scheduled(grant.startsAt, context.now, at);
    case 'activating':
      return context.now - grant.since < SET_UP_MS
        ? { text: 'being set up; the clock has not started', tone: 'accent' }
        : {
            text: `being set up since ${at(grant.since)}, by a runner that has not reported yet`,
            tone: 'warn',
          };
    case 'active':
      return grant.overdue
        ? { text: `overdue since ${at(grant.expiresAt)}: not verified gone`, tone: 'bad' }
        : { text: `active until ${at(grant.expiresAt)}`, tone: 'good' };
    case 'revoking':
      return revoking(grant, at);
    case 'revoked': {
      if (grant.confirmedBy !== null) {
        const who = context.nameOf(grant.confirmedBy);
        return { text: `not verified; ${who} said at ${at(grant.verifiedAt)} that it is gone`, tone: 'warn' };
      }
      if (grant.neverBegan) return NEVER_BEGAN;
      if (grant.startsAt === null && grant.cause === 'activationFailed') return NOT_SET_UP;
      if (grant.startsAt === null) return { text: 'never started; nothing was left behind', tone: 'neutral' };
      const early = whyEarly(grant.cause, grant.by, context);
      const how = early === null ? lateWords(grant.lateMs) : `${early}${goneAfter(grant.lateMs)}`;
      return { text: `revoked ${exactly(grant.verifiedAt)}, ${how}`, tone: 'neutral' };
    }
    case 'failed':
      return NOT_SET_UP;
    default:
      return assertNever(grant);
  }
}

function scheduled(startsAt: number, now: number, at: (instant: number) => string): GrantWords {
  if (now < startsAt) return { text: `starts ${at(startsAt)}`, tone: 'accent' };
  return now - startsAt < SET_UP_MS
    ? { text: 'about to be set up', tone: 'accent' }
    : { text: `waits for a runner since ${at(startsAt)}`, tone: 'warn' };
}

function revoking(
  grant: Extract<GrantState, { readonly kind: 'revoking' }>,
  at: (instant: number) => string,
): GrantWords {
  if (grant.stuck) {
    return { text: `stuck: ${grant.attempts} attempts to take it away failed, trying on`, tone: 'bad' };
  }
  if (grant.overdue) return { text: `overdue since ${at(grant.expiresAt ?? grant.since)}`, tone: 'bad' };
  return { text: 'being taken away', tone: 'warn' };
}

/** Who ended it before its deadline; null when nobody did. */
function whyEarly(cause: EndCause, by: string | null, { nameOf }: WordsContext): string | null {
  if (cause === 'returned') return 'given back early';
  if (cause === 'ended') return by === null ? 'ended early' : `ended early by ${nameOf(by)}`;
  return null;
}

/** What ended early is not late, but it may have taken its time. */
const goneAfter = (ms: number): string => (ms < SECOND_MS ? '' : `, gone after ${formatDuration(ms)}`);
