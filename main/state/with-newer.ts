import type { DesktopState } from './desktop-state.ts';

/** `ids`: what a newer Latchkey made. What is known here of one of these is of before, so it leaves the desk. */
export function withNewer(state: DesktopState, ids: readonly string[]): DesktopState {
  const { requests, newer, log } = state;
  // After an alarm what is shown stays as it was when the log was last verified.
  if (log.alarm || (ids.length === 0 && newer.length === 0)) return state;
  const left = new Set(ids);
  const kept = Object.entries(requests).filter(([requestId]) => !left.has(requestId));
  const isSame = kept.length === Object.keys(requests).length;
  return { ...state, newer: ids, requests: isSame ? requests : Object.fromEntries(kept) };
}
