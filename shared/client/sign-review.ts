import type { reviewInput } from '../contract/api-schemas.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Decision, RequestState } from '../domain/request/request.ts';
import { reviewedContent, reviewMessage } from '../domain/request/reviewed-content.ts';
import { canonicalBytes } from '../lib/canonical-json.ts';
import { ERASED_REASON } from '../domain/request/words-of.ts';
import { isErased } from '../lib/said.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { sha256, sign } from '../system/node-crypto.ts';
import type { z } from 'zod';
import type { Identity } from './identity.ts';
import { say } from './say.ts';

type Review = Omit<z.input<typeof reviewInput>, 'idempotencyKey'>;

/**
 * A review of exactly what is shown: the hash is computed here from what the reviewer sees, the reason's text included, so that
 * a service which shows one thing and hashes another is found out before anything is signed. A reason that was erased fits any
 * text, so nobody approves by it.
 */
export function signReview(
  identity: Pick<Identity, 'signing' | 'log'>,
  seen: RequestState,
  answer: { readonly decision: Decision; readonly comment: string },
): Result<Review, Refusal> {
  const { facts, phase } = seen;
  if (phase.kind !== 'submitted')
    return err(refuse('alreadyDecided', 'This request has been answered already.'));
  const requestHash = Buffer.from(sha256(canonicalBytes(reviewedContent(sha256, facts)))).toString('hex');
  if (requestHash !== facts.requestHash)
    return err(
      refuse(
        'requestChanged',
        'The service shows something else than what it asks to sign. Do not approve; tell whoever runs the service.',
      ),
    );
  if (answer.decision === 'approve' && isErased(facts.reason))
    return err(refuse('requestChanged', ERASED_REASON));
  const { requestId } = facts;
  const comment = say(answer.comment);
  const review = { requestId, requestHash, ...answer, comment, step: phase.step };
  const message = canonicalBytes(reviewMessage(sha256, { origin: identity.log.origin, ...review }));
  const signature = sign(Buffer.from(identity.signing.seed, 'base64url'), message);
  return ok({ ...review, signature: Buffer.from(signature).toString('base64url') });
}
