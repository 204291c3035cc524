import type { OutboxItem } from '../../shared/contract/snapshot.ts';
import type { OutboxCommand } from './outbox-command.ts';

/** A waiting command as windows show it. */
export function outboxItem(command: OutboxCommand): OutboxItem {
  const { key, requestId, title, createdAt, state, message } = command;
  return {
    key,
    kind: kindOf(command),
    requestId,
    grantId: command.procedure === 'end' ? command.input.grantId : null,
    title,
    createdAt,
    state,
    message,
  };
}

function kindOf(command: OutboxCommand): OutboxItem['kind'] {
  return command.procedure === 'review' ? command.input.decision : command.procedure;
}
