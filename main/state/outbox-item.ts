import type { OutboxItem } from '../../shared/contract/snapshot.ts';
import { saidIn, type OutboxCommand } from '../store/outbox-command.ts';
import { told, type Spoken } from '../../shared/words/told.ts';

/** A waiting command as windows show it. */
export function outboxItem(command: OutboxCommand): OutboxItem {
  const { key, requestId, title, createdAt, state, message } = command;
  return {
    key,
    kind: kindOf(command),
    requestId,
    grantId: command.procedure === 'end' ? saidIn(command.input).grantId : null,
    title,
    about: aboutOf(command),
    detail: detailOf(command),
    createdAt,
    state,
    message,
  };
}

function aboutOf({ about }: OutboxCommand): OutboxItem['about'] {
  if (!about) return undefined;
  const { requesterName, durationMs, reason, isErased } = about;
  return { requesterName, durationMs, reason: isErased ? null : reason };
}

function kindOf(command: OutboxCommand): OutboxItem['kind'] {
  return command.procedure === 'review' ? saidIn(command.input).decision : command.procedure;
}

/** What its person wrote with it: what would be sent if it is not taken back. */
function detailOf(command: OutboxCommand): Spoken {
  switch (command.procedure) {
    case 'submit': {
      const { durationMs, reason } = saidIn(command.input);
      return told('waitingRequest', { forMs: durationMs, reason: reason.text });
    }
    case 'review':
      return saidIn(command.input).comment.text;
    case 'comment':
      return saidIn(command.input).comment.text;
    case 'end':
      return saidIn(command.input).reason.text;
    case 'withdraw':
      return '';
  }
}
