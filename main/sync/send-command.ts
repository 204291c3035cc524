import { requestStateSchema } from '../../shared/contract/request-schema.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import type { ServiceApi } from './link.ts';
import type { OutboxCommand } from './outbox-command.ts';

/** Carries one command out. The same key twice is answered the same and done once. */
export async function sendCommand(
  api: ServiceApi,
  command: OutboxCommand,
  signal: AbortSignal,
): Promise<RequestState> {
  return requestStateSchema.parse(await answerOf(api, command, { signal }));
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
    case 'review':
      return api.reviews.give.mutate(command.input, options);
    case 'end':
      return api.grants.end.mutate(command.input, options);
    default:
      return assertNever(command);
  }
}
