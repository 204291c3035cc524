import type { Identity } from '../../shared/client/identity.ts';
import type { Answer } from '../../shared/contract/ipc.ts';
import { refuse } from '../../shared/domain/refusal.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { IdentityVault } from '../system/identity-vault.ts';
import type { SecretClipboard } from './secret-clipboard.ts';

type Keys = Pick<Identity, 'signing' | 'sealing'>;

/**
 * The words by which an organisation is recovered that was founded on this device. They are kept for this device alone
 * (`recovery-vault.ts`), and nowhere else, until their owner says that they are written down.
 */
export interface RecoveryDesk {
  /** This device belongs to an organisation, since now or since before: forgets what it joined with, but for such words. */
  settle(identity: Keys): Promise<void>;
  words(): Promise<Answer<{ readonly words: string }>>;
  /** Answers with when the clipboard is cleared. */
  copy(): Promise<Answer<{ readonly clearsAt: number }>>;
  /** They are nowhere from now on. */
  forget(): Promise<Answer<void>>;
}

export function createRecoveryDesk(parts: {
  readonly vault: Pick<IdentityVault, 'pending' | 'recovery'>;
  readonly keeper: Pick<StateKeeper, 'state' | 'update'>;
  readonly clipboard: Pick<SecretClipboard, 'copy' | 'stop'>;
}): RecoveryDesk {
  const { keeper, clipboard } = parts;
  const { pending, recovery } = parts.vault;
  let mine: Keys | null = null;
  const tell = (recoveryWaits: boolean): void => keeper.update((state) => ({ ...state, recoveryWaits }));
  const kept = async (): Promise<string | null> =>
    mine && keeper.state().recoveryWaits ? recovery.load(mine) : null;

  /** The words first: a crash in between leaves them in both places, and not in none. */
  const takeOver = async (identity: Keys): Promise<void> => {
    const joined = await pending.load();
    if (joined?.signing.publicKey !== identity.signing.publicKey) return;
    if (joined.founding) await recovery.save(identity, joined.founding.recoveryWords);
    await pending.forget();
  };

  return {
    async settle(identity) {
      mine = identity;
      // What cannot be read or written now is tried again at the next start; nobody waits for it.
      await takeOver(identity).catch(() => undefined);
      tell((await recovery.load(identity)) !== null);
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
      await recovery.forget();
      await clipboard.stop();
      tell(false);
      return ok(undefined);
    },
  };
}

const NO_WORDS = refuse('notFound', 'noRecoveryKeyHere');
