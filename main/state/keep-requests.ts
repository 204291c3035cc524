import type { RequestState } from '../../shared/domain/request.ts';
import { DAY_MS, type Instant } from '../../shared/domain/time.ts';
import { withOverdue } from '../../shared/domain/with-overdue.ts';
import { concerns } from './concerns.ts';
import { finishedAt } from './finished-at.ts';

/** The requests with `changed` in them, newer versions winning, without what no longer concerns this member's desk. */
export function keepRequests(
  requests: Readonly<Record<string, RequestState>>,
  changed: readonly RequestState[],
  desk: { readonly memberId: string; readonly isOwner: boolean; readonly now: Instant },
): Readonly<Record<string, RequestState>> {
  const merged = new Map(Object.entries(requests));
  for (const state of changed) {
    const before = merged.get(state.facts.requestId);
    if (!before || before.version < state.version) merged.set(state.facts.requestId, state);
  }
  const kept = [...merged].filter(([, state]) => {
    const end = finishedAt(state);
    return concerns(withOverdue(state, desk.now), desk) && (end === null || desk.now - end < DAY_MS);
  });
  return Object.fromEntries(kept);
}
