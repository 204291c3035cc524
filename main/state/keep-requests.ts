import type { RequestState } from '../../shared/domain/request/request.ts';
import { DAY_MS, type Instant } from '../../shared/lib/time.ts';
import { withOverdue } from '../../shared/domain/request/with-overdue.ts';
import { concerns } from './concerns.ts';
import { finishedAt } from '../../shared/domain/request/finished-at.ts';

/** Nobody has so many requests on a desk, or so much text in them (UTF-16 units): a service that sends more has no end. */
const MOST = { requests: 50_000, text: 50_000_000 };

/**
 * The requests with `changed` in them, newer versions winning, without what no longer concerns this member's desk. What was
 * here stays, and what is more than a desk holds is counted in `leftOut`.
 */
export function keepRequests(
  requests: Readonly<Record<string, RequestState>>,
  changed: readonly RequestState[],
  desk: { readonly memberId: string; readonly isOwner: boolean; readonly now: Instant },
): { readonly requests: Readonly<Record<string, RequestState>>; readonly leftOut: number } {
  const merged = new Map(Object.entries(requests));
  for (const state of changed) {
    const before = merged.get(state.facts.requestId);
    if (!before || before.version < state.version) merged.set(state.facts.requestId, state);
  }
  const kept = [...merged].filter(([, state]) => {
    const end = finishedAt(state);
    return concerns(withOverdue(state, desk.now), desk) && (end === null || desk.now - end < DAY_MS);
  });
  let text = 0;
  const fits = kept.filter(([, state], index) => {
    text += lengthOf(state);
    return index < MOST.requests && text <= MOST.text;
  });
  return { requests: Object.fromEntries(fits), leftOut: kept.length - fits.length };
}

/** States never change: each is measured once. */
const lengths = new WeakMap<RequestState, number>();

function lengthOf(state: RequestState): number {
  const known = lengths.get(state);
  if (known !== undefined) return known;
  const { length } = JSON.stringify(state);
  lengths.set(state, length);
  return length;
}
