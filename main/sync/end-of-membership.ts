import type { Identity } from '../../shared/client/identity.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { HistoryStore } from '../store/history-store.ts';
import { localSections, type LocalData } from '../store/local-data.ts';
import type { LocalStore } from '../store/local-store.ts';
import type { IdentityVault } from '../system/identity-vault.ts';
import type { SignedOut } from '../store/signed-out.ts';
import { whatEnds } from './what-ends.ts';

/** What of an identity says which one ended; all of it is known also while the keys are locked. */
type Ended = Pick<Identity, 'deviceId' | 'url' | 'log'>;

/**
 * How belonging to an organisation ends on this device.
 *
 * 1. That it ended is on the disk before anything is wiped: after a crash in between, the next start finishes it.
 * 2. Wiped are this device's keys, what was copied, what is known of access and what waited to be sent (credentials
 *    go with the access, see credential-desk.ts). Not wiped are the history, which is no secret of this device, and the runner's
 *    journal: what it granted it still has to end.
 */
export interface EndOfMembership {
  /** Only on the word of the pinned service (shared/client/prove-signed-out.ts), or on that of the person. */
  signOut(identity: Ended): Promise<void>;
  /** The person takes this device out themselves now, which is told when it is signed out. Null: it did not come to that. */
  byOneself(deviceId: string | null): void;
  /** At the start: whether this device was signed out. `identity` is the one that is kept, if any. */
  resume(identity: Ended | null): Promise<boolean>;
  /** Forgets what was signed out, for good or for `next`. The history goes, unless `next` continues it. */
  forget(next: Ended | null): Promise<void>;
}

export function createEndOfMembership(parts: {
  readonly clock: Pick<Clock, 'now'>;
  readonly keeper: StateKeeper;
  readonly local: LocalStore<LocalData>;
  readonly vault: Pick<IdentityVault, 'wipe'>;
  readonly history: Pick<HistoryStore, 'believe' | 'forgetUnbelieved'>;
  readonly disconnect: (message: null) => Promise<void>;
  readonly clearClipboard: () => Promise<void>;
  /** Nobody is signed in from now on. */
  readonly onSignedOut: (kept: SignedOut) => void;
}): EndOfMembership {
  const { clock, keeper, local, vault, history } = parts;

  const show = (kept: SignedOut): void => {
    const { mode, since, ended, notSent, isByOneself } = kept;
    keeper.update((state) => ({
      ...state,
      setup: { kind: 'signedOut', mode, since, ended, notSent, isByOneself },
      recoveryWaits: false,
      connection: { kind: 'none' },
      organisation: state.organisation && { ...state.organisation, url: kept.url },
      requests: {},
      outbox: [],
    }));
  };
  const finish = async (kept: SignedOut): Promise<void> => {
    show(kept);
    await vault.wipe();
    await parts.clearClipboard();
    await parts.disconnect(null);
    parts.onSignedOut(kept);
    await local.flush();
  };

  let leaving: string | null = null;

  return {
    byOneself(deviceId) {
      leaving = deviceId;
    },
    async signOut({ deviceId, url, log }) {
      const state = keeper.state();
      const mode = 'mode' in state.setup ? state.setup.mode : 'team';
      const isByOneself = deviceId === leaving;
      const kept = { since: clock.now(), mode, deviceId, url, log, ...whatEnds(state), isByOneself };
      local.update({ signedOut: kept });
      // The person is told, and nothing is sent any more, also where the disk takes nothing.
      show(kept);
      await local.flush();
      await finish(kept);
    },
    async resume(identity) {
      const kept = local.data().signedOut;
      if (!kept) return false;
      if (identity && identity.deviceId !== kept.deviceId) {
        await this.forget(identity);
        return false;
      }
      await finish(kept);
      return true;
    },
    async forget(next) {
      const kept = local.data().signedOut;
      const isSameLog = next !== null && next.log.origin === kept?.log.origin;
      if (!isSameLog) {
        await history.believe({ size: 0, trusted: 'null' });
        await history.forgetUnbelieved();
      }
      const { log } = keeper.state();
      keeper.update((state) => ({
        ...state,
        me: null,
        organisation: null,
        names: {},
        requests: {},
        outbox: [],
        catalog: { version: 0, items: [] },
        connection: { kind: 'none' },
        log: isSameLog ? log : localSections.log.parse(undefined),
      }));
      const head = isSameLog ? local.data().head : null;
      local.update({ signedOut: null, session: null, cursor: null, shown: {}, head });
      await local.flush();
    },
  };
}
