import type { Instant } from '../../lib/time.ts';
import { grantNextAt, tickGrant } from '../grant/tick-grant.ts';
import { grantsOf } from './grants-of.ts';
import { nextReminderAt, remindersIn } from './reminders.ts';
import type { RequestEntry } from './request-entry.ts';
import type { RequestState } from './request.ts';

// Time as one more that changes a stream. What holds of every stream that has these two (test/property/tick.test.ts):
// before `nextAt` a tick writes nothing, and after one `nextAt` is later than the tick was.

/** When time alone changes the request next: it lapses, somebody is reminded, or a grant of it is over in one way or another. Null: never. */
export function nextAt(state: RequestState): Instant | null {
  if (state.phase.kind === 'submitted') return nextReminderAt(state) ?? state.facts.lapsesAt;
  const times = grantsOf(state).flatMap(({ grant }) => grantNextAt(grant) ?? []);
  return times.length === 0 ? null : (Math.min(...times) as Instant);
}

/** Everything that is due at `now`. */
export function tick(state: RequestState, now: Instant): readonly RequestEntry[] {
  const { phase, facts } = state;
  if (phase.kind === 'submitted') {
    if (now >= facts.lapsesAt) return [{ type: 'requestLapsed' }];
    const remindAt = nextReminderAt(state);
    if (remindAt === null || now < remindAt) return [];
    return [{ type: 'reviewReminded', step: phase.step, count: remindersIn(state) + 1 }];
  }
  return grantsOf(state).flatMap(({ entitlement: { grantId }, grant }) => tickGrant(grantId, grant, now));
}
