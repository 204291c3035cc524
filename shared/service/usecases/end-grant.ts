import { decide } from '../../domain/request/decide.ts';
import { refuse } from '../../domain/refusal.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { err, ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { maySee } from './may-see.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { requestKey } from './request-key.ts';

/**
 * Ends access before its deadline: the holder gives it back, or who approved it or an owner takes it away. Or an owner says
 * that what nobody can take away is gone.
 */
export async function endGrant(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto'>,
  accepted: Accepted<'endGrant'>,
): Promise<RequestState> {
  const { caller, signed, body } = accepted;
  const { grantId, reason, isGone } = body;
  const by = caller.memberId;
  const type = isGone ? 'confirmGone' : 'end';
  const result = await parts.commits.run<RequestState>({
    key: requestKey(parts, accepted),
    grantIds: [grantId],
    decide(draft) {
      const requestId = draft.grant(grantId)?.requestId;
      const state = requestId === undefined ? undefined : draft.state(requestId);
      if (!state || !maySee(parts, by, state)) return err(refuse('notFound', 'noSuchGrant'));
      const byOwner = parts.organisation.isOwner(by);
      const decided = decide(state, { type, grantId, by, byOwner, reason }, draft.at);
      return decided.ok
        ? ok(draft.append(state.facts.requestId, { actor: by, signed }, decided.value))
        : decided;
    },
  });
  return orThrow(result);
}
