import type { Identity } from '../../shared/client/identity.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import { withDamage } from '../state/with-notice.ts';
import { withoutErased } from '../state/without-erased.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { LocalData } from '../store/local-data.ts';
import type { LocalStore } from '../store/local-store.ts';
import { createLogSync, type LogSync } from './log-sync.ts';

/** Keeps the replica of this desktop level with the log that was joined: what comes of it is in its state. */
export function logSyncHere(
  identity: Pick<Identity, 'log'>,
  {
    keeper,
    local,
    ...here
  }: {
    readonly onKeys: (keys: readonly string[]) => void;
    readonly history: HistoryStore;
    readonly home: string;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly keeper: StateKeeper;
    readonly local: Pick<LocalStore<LocalData>, 'data' | 'update'>;
  },
): LogSync {
  return createLogSync({
    ...{ identity, ...here },
    status: () => keeper.state().log,
    onStatus: (log) => keeper.update((state) => ({ ...state, log })),
    onErased: (sha256s) => keeper.update((state) => withoutErased(state, sha256s)),
    onLost: (what) => keeper.update((state) => withDamage(state, 'history', what)),
    names: () => keeper.state().names,
    head: { read: () => local.data().head, write: (text) => local.update({ head: text }) },
  });
}
