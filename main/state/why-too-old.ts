import { toldOf } from '../../shared/words/told.ts';
import { isTooOld } from '../../shared/contract/is-too-old.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { OutboxCommand } from '../store/outbox-command.ts';
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
  if (!isTooOld(connection) || STILL_SENT.has(procedure)) return null;
  return { code: 'clientTooOld', told: toldOf(connection.message) };
}
