import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import type { OutboxCommand } from '../sync/outbox-command.ts';
import type { DesktopState } from './desktop-state.ts';

/** What ends access: a service takes it of every version there was. */
const STILL_SENT: ReadonlySet<OutboxCommand['procedure']> = new Set<OutboxCommand['procedure']>([
  'withdraw',
  'end',
]);

/** Why this command is not for a service that is too new for this Latchkey; null when it is. What waits already is kept. */
export function whyTooOld(
  { connection }: Pick<DesktopState, 'connection'>,
  { procedure }: Pick<OutboxCommand, 'procedure'>,
): Refusal | null {
  const isTooOld = connection.kind === 'offline' && connection.isTooOld === true;
  return isTooOld && !STILL_SENT.has(procedure) ? refuse('clientTooOld', connection.message) : null;
}
