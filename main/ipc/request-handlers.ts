import { ok, type Result } from '../../shared/lib/result.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import { readPreview } from '../../shared/formats/wire/read-preview.ts';
import { answerOf } from '../sync/answer-of.ts';
import type { Link } from '../sync/link.ts';
import type { Sent } from '../sync/outbox.ts';
import type { PersonCommands } from '../sync/person-commands.ts';
import type { Handlers } from './handlers.ts';

/** Asking, answering, and giving back. */
export function requestHandlers(parts: {
  readonly commands: PersonCommands;
  readonly link: Link;
}): Pick<
  Handlers,
  | 'policy.preview'
  | 'requests.submit'
  | 'requests.withdraw'
  | 'requests.comment'
  | 'reviews.give'
  | 'grants.end'
> {
  const { commands, link } = parts;
  return {
    'policy.preview': async (draft) => {
      const answer = answerOf(await link.call((api) => api.policy.preview.query(draft)));
      return answer.ok ? readPreview(answer.value) : answer;
    },
    'requests.submit': async (draft) => {
      const sent = await commands.submit(draft);
      return sent.ok ? ok({ requestId: sent.requestId, ...sent.value }) : { ok: false, error: sent.error };
    },
    'requests.withdraw': async ({ requestId }) => queuedOnly(await commands.withdraw(requestId)),
    'requests.comment': async ({ requestId, comment }) =>
      queuedOnly(await commands.comment(requestId, comment)),
    'reviews.give': async (review) => queuedOnly(await commands.review(review)),
    'grants.end': async ({ grantId, reason }) => queuedOnly(await commands.end(grantId, reason)),
  };
}

const queuedOnly = (sent: Sent): Result<{ readonly queued: boolean }, Refusal> =>
  sent.ok ? ok({ queued: sent.value.queued }) : sent;
