import type { Identity } from '../../shared/client/identity.ts';
import type { PendingJoins } from '../../shared/client/pending-join.ts';
import type { Answer } from '../../shared/contract/ipc.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { SecretClipboard } from './secret-clipboard.ts';

/**
 * The words by which an organisation is recovered that was founded on this device. They stay with the keys with which it was
 * founded, as these are kept (`pending-vault.ts`), and nowhere else, until their owner says that they are written down.
 */
export interface RecoveryDesk {
  /** This device belongs to an organisation, since now or since before: forgets what it joined with, but for such words. */
  settle(identity: Pick<Identity, 'signing'>): Promise<void>;
  words(): Promise<Answer<{ readonly words: string }>>;
  /** Answers with when the clipboard is cleared. */
  copy(): Promise<Answer<{ readonly clearsAt: number }>>;
  /** They are nowhere from now on. */
  forget(): Promise<Answer<void>>;
}

export function createRecoveryDesk(parts: {
  readonly pending: PendingJoins;
  readonly keeper: Pick<StateKeeper, 'state' | 'update'>;
  readonly clipboard: Pick<SecretClipboard, 'copy' | 'stop'>;
}): RecoveryDesk {
  const { pending, keeper, clipboard } = parts;
  const tell = (recoveryWaits: boolean): void => keeper.update((state) => ({ ...state, recoveryWaits }));
  const kept = async (): Promise<string | null> =>
    keeper.state().recoveryWaits ? ((await pending.load())?.founding?.recoveryWords ?? null) : null;
  return {
    async settle({ signing }) {
      // What cannot be read now is no reason to forget it, nor to stand still.
      const joined = await pending.load().catch(() => null);
      if (joined?.signing.publicKey !== signing.publicKey) return;
      if (joined.founding) tell(true);
      else await pending.forget().catch(() => undefined);
    },
    async words() {
      const words = await kept();
      return words === null ? err(NO_WORDS) : ok({ words });
    },
    async copy() {
      const words = await kept();
      return words === null ? err(NO_WORDS) : ok({ clearsAt: await clipboard.copy(words) });
    },
    async forget() {
      if (!keeper.state().recoveryWaits) return err(NO_WORDS);
      await pending.forget();
      await clipboard.stop();
      tell(false);
      return ok(undefined);
    },
  };
}

const NO_WORDS = refuse('notFound', 'There is no recovery key on this device that waits to be written down.');
