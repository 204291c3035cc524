import { decide } from '../../domain/request/decide.ts';
import { grantsOf } from '../../domain/request/grants-of.ts';
import type { RequestCommand } from '../../domain/request/request-command.ts';
import type { Author, Draft } from '../commit/draft.ts';

type End = Omit<Extract<RequestCommand, { type: 'end' }>, 'type'> & Pick<Author, 'signed'>;

/** Ends one grant as `end.by`. False: there is nothing to end, or it is not theirs to end. */
export function endIn(draft: Draft, requestId: string, { signed, ...end }: End): boolean {
  const decided = decide(draft.state(requestId), { type: 'end', ...end }, draft.at);
  if (!decided.ok || decided.value.length === 0) return false;
  draft.append(requestId, { actor: end.by, signed }, decided.value);
  return true;
}

/** Ends everything that came of a request, or is about to. How many grants that were. */
export function endGrantsOf(draft: Draft, requestId: string, end: Omit<End, 'grantId'>): number {
  const state = draft.state(requestId);
  // One that failed or is over already is not a reason to keep the others.
  return (state ? grantsOf(state) : []).filter(({ entitlement: { grantId } }) =>
    endIn(draft, requestId, { grantId, ...end }),
  ).length;
}
