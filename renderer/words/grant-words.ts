import { assertNever } from '../../shared/lib/assert-never.ts';
import type { EndCause, GrantState } from '../../shared/domain/grant/grant.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/lib/time.ts';
import { clockTime } from './clock-time.ts';
import { lateWords } from './late-words.ts';
import type { Tone } from './tone.ts';
import { words } from './words.ts';

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

/** How one grant stands, in a line: `active until 14:32`, `revoked 14:32:01, 0.3 s late`. */
export function grantWords(grant: GrantState, context: WordsContext): GrantWords {
  const say = words().window.grants;
  const zone = context.timeZone === undefined ? {} : { timeZone: context.timeZone };
  const at = (instant: number): string => clockTime(instant, context.now, zone);
  const exactly = (instant: number): string => clockTime(instant, context.now, { ...zone, seconds: true });
  switch (grant.kind) {
    case 'scheduled':
      return scheduled(grant.startsAt, context.now, at);
    case 'activating':
      return context.now - grant.since < SET_UP_MS
        ? { text: say.beingSetUp, tone: 'accent' }
        : {
            text: say.setUpSince({ at: at(grant.since) }),
            tone: 'warn',
          };
    case 'active':
      return grant.overdue
        ? { text: say.overdueNotGone({ at: at(grant.expiresAt) }), tone: 'bad' }
        : { text: say.activeUntil({ at: at(grant.expiresAt) }), tone: 'good' };
    case 'revoking':
      return revoking(grant, at);
    case 'revoked': {
      if (grant.confirmedBy !== null) {
        const who = context.nameOf(grant.confirmedBy);
        return { text: say.saidGone({ who, at: at(grant.verifiedAt) }), tone: 'warn' };
      }
      // Nobody verified anything, since no runner had taken it up.
      if (grant.neverBegan) return { text: say.neverBegan, tone: 'neutral' };
      if (grant.startsAt === null && grant.cause === 'activationFailed')
        return { text: say.notSetUp, tone: 'bad' };
      if (grant.startsAt === null) return { text: say.neverStarted, tone: 'neutral' };
      const early = whyEarly(grant.cause, grant.by, context);
      const how = early === null ? lateWords(grant.lateMs) : `${early}${goneAfter(grant.lateMs)}`;
      return { text: say.revoked({ at: exactly(grant.verifiedAt), how }), tone: 'neutral' };
    }
    case 'failed':
      return { text: say.notSetUp, tone: 'bad' };
    default:
      return assertNever(grant);
  }
}

function scheduled(startsAt: number, now: number, at: (instant: number) => string): GrantWords {
  const say = words().window.grants;
  if (now < startsAt) return { text: say.starts({ at: at(startsAt) }), tone: 'accent' };
  return now - startsAt < SET_UP_MS
    ? { text: say.aboutToBeSetUp, tone: 'accent' }
    : { text: say.waitsForRunner({ at: at(startsAt) }), tone: 'warn' };
}

function revoking(
  grant: Extract<GrantState, { readonly kind: 'revoking' }>,
  at: (instant: number) => string,
): GrantWords {
  const say = words().window.grants;
  if (grant.stuck) return { text: say.stuck({ attempts: grant.attempts }), tone: 'bad' };
  if (grant.overdue) return { text: say.overdue({ at: at(grant.expiresAt ?? grant.since) }), tone: 'bad' };
  return { text: say.beingTakenAway, tone: 'warn' };
}

/** Who ended it before its deadline; null when nobody did. */
function whyEarly(cause: EndCause, by: string | null, { nameOf }: WordsContext): string | null {
  const say = words().window.grants;
  if (cause === 'returned') return say.returnedEarly;
  if (cause === 'ended') return by === null ? say.endedEarly : say.endedEarlyBy({ who: nameOf(by) });
  return null;
}

/** What ended early is not late, but it may have taken its time. */
const goneAfter = (ms: number): string =>
  ms < SECOND_MS ? '' : words().window.grants.goneAfter({ duration: words().formats.duration(ms) });
