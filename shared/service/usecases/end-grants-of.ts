import { decide } from '../../domain/decide.ts';
import { grantsOf } from '../../domain/grants-of.ts';
import type { RequestCommand } from '../../domain/request-command.ts';
import type { Draft } from '../commit/draft.ts';

type End = Omit<Extract<RequestCommand, { type: 'end' }>, 'type' | 'grantId'>;

/** Ends everything that came of a request, or is about to. How many grants that were. */
export function endGrantsOf(draft: Draft, requestId: string, end: End): number {
  let ended = 0;
  const state = draft.state(requestId);
  for (const { entitlement } of state ? grantsOf(state) : []) {
    const { grantId } = entitlement;
    const decided = decide(draft.state(requestId), { type: 'end', grantId, ...end }, draft.at);
    // One that failed or is over already is not a reason to keep the others.
    if (!decided.ok || decided.value.length === 0) continue;
    draft.append(requestId, end.by, decided.value);
    ended += 1;
  }
  return ended;
}
