import { instant } from '../../lib/time.ts';
import { decide } from './decide.ts';
import type { RequestCommand } from './request-command.ts';
import type { RequestState } from './request.ts';

interface Who {
  readonly id: string;
  readonly isOwner: boolean;
}

/** Whether this person may end the grant now, and that changes something: its holder, who approved it, and owners. */
export const canEnd = (state: RequestState, grantId: string, { id: by, isOwner: byOwner }: Who): boolean =>
  changes(state, { type: 'end', grantId, by, byOwner, reason: '' });

/** Whether this person may say that what nobody can take away is gone. */
export const canConfirmGone = (
  state: RequestState,
  grantId: string,
  { id: by, isOwner: byOwner }: Who,
): boolean => changes(state, { type: 'confirmGone', grantId, by, byOwner, reason: ASKED });

/** What would be said is not known yet; nothing but that something is plays a part. */
const ASKED = { text: 'asked', salt: '' };

/** By what `decide` says. When it is asked plays no part in these. */
function changes(state: RequestState, command: RequestCommand): boolean {
  const decided = decide(state, command, instant(0));
  return decided.ok && decided.value.length > 0;
}
