import { err, ok } from '../../shared/lib/result.ts';
import { toldOf } from '../../shared/words/told.ts';
import type { Membership } from '../sync/membership.ts';
import type { IdentityVault } from '../system/identity-vault.ts';
import type { Handlers } from './handlers.ts';

/** Opening the keys of this device, and how they are kept. `onKept`: all else that is kept is to be kept so, too. */
export const keyHandlers = (parts: {
  readonly membership: Pick<Membership, 'unlock'>;
  readonly vault: Pick<IdentityVault, 'protect'>;
  readonly onKept: (isProtected: boolean) => void;
}): Pick<Handlers, 'keys.unlock' | 'keys.protect'> => ({
  'keys.unlock': (input) => parts.membership.unlock(input),
  'keys.protect': async (change) => {
    const done = await parts.vault.protect(change);
    if (!done.ok) return err({ code: 'badInput', told: toldOf(done.error) });
    parts.onKept(change.next !== null);
    return ok(undefined);
  },
});
