import { requestStream } from '../../domain/request/request-entry.ts';
import { decide } from '../../domain/request/decide.ts';
import { grantsOf } from '../../domain/request/grants-of.ts';
import { ok } from '../../lib/result.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Draft } from '../commit/draft.ts';
import { leaseEnds, requestTimer } from '../commit/request-timer.ts';
import type { StreamKind } from './stream-kind.ts';

const PREFIX = requestStream('');

/** Requests and their grants: what is due by the log, and the leases on their work that ended, which frees it for others. */
export const requestStreams: StreamKind = {
  prefix: PREFIX,
  tick(stream) {
    const requestId = stream.slice(PREFIX.length);
    return {
      key: null,
      requestIds: [requestId],
      decide(draft) {
        const state = draft.state(requestId);
        if (!state) {
          draft.timers.set(stream, null);
          return ok(null);
        }
        const decided = decide(state, { type: 'tick' }, draft.at);
        const after = decided.ok ? draft.append(requestId, { actor: 'latchkey' }, decided.value) : state;
        endLeases(draft, after);
        // Also where nothing was due: a timer that was wrong is right from then on.
        draft.timers.set(
          stream,
          requestTimer(after, (grantId) => draft.grant(grantId)),
        );
        return ok(null);
      },
    };
  },
};

/** Whose lease ended has the work no more to itself: it is announced again, to all. */
function endLeases(draft: Draft, state: RequestState): void {
  for (const { entitlement } of grantsOf(state)) {
    const row = draft.grant(entitlement.grantId);
    const endsAt = row ? leaseEnds(row) : null;
    if (row && endsAt !== null && endsAt <= draft.at) draft.putGrant({ ...row, leaseUntil: null });
  }
}
