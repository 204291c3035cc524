import { assertNever } from '../../shared/lib/assert-never.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { readRequest } from '../../shared/formats/wire/read-requests.ts';
import type { ServiceApi } from './link.ts';
import type { OutboxCommand } from '../store/outbox-command.ts';

/**
 * Carries one command out. The same key twice is answered the same and done once. Null: it is done, and what came of it only
 * a newer Latchkey knows.
 */
export async function sendCommand(
  api: ServiceApi,
  command: OutboxCommand,
  signal: AbortSignal,
): Promise<RequestState | null> {
  const read = readRequest(await answerOf(api, command, { signal }));
  return read.kind === 'known' ? read.value : null;
}

function answerOf(
  api: ServiceApi,
  command: OutboxCommand,
  options: { readonly signal: AbortSignal },
): Promise<unknown> {
  switch (command.procedure) {
    case 'submit':
      return api.requests.submit.mutate(command.input, options);
    case 'withdraw':
      return api.requests.withdraw.mutate(command.input, options);
    case 'comment':
      return api.requests.comment.mutate(command.input, options);
    case 'review':
      return api.reviews.give.mutate(command.input, options);
    case 'end':
      return api.grants.end.mutate(command.input, options);
    default:
      return assertNever(command);
  }
}
