import type { SentBody } from '../contract/statement-schemas.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Decision, RequestState } from '../domain/request/request.ts';
import { reviewedContent } from '../domain/request/reviewed-content.ts';
import { canonicalBytes } from '../lib/canonical-json.ts';
import { hexOf } from '../lib/hex-of.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { isErased } from '../lib/said.ts';
import { sha256 } from '../system/node-crypto.ts';
import { say } from './say.ts';

/**
 * The review of exactly what is shown, ready to be signed: the hash is computed here from what the reviewer sees, the reason's
 * text included, so that a service which shows one thing and hashes another is found out before anything is signed. A reason
 * that was erased fits any text, so nobody approves by it.
 */
export function reviewOf(
  seen: RequestState,
  answer: { readonly decision: Decision; readonly comment: string },
): Result<SentBody<'reviewRequest'>, Refusal> {
  const { facts, phase } = seen;
  if (phase.kind !== 'submitted')
    return err(refuse('alreadyDecided', 'reviewTooLate', { status: phase.kind }));
  const requestHash = hexOf(sha256(canonicalBytes(reviewedContent(sha256, facts))));
  if (requestHash !== facts.requestHash) return err(refuse('requestChanged', 'shownOtherwise'));
  const { decision } = answer;
  if (decision === 'approve' && isErased(facts.reason)) return err(refuse('requestChanged', 'reasonErased'));
  const { requestId } = facts;
  return ok({ requestId, requestHash, step: phase.step, decision, comment: say(answer.comment) });
}
