import type { LogStatus } from '../../shared/contract/snapshot.ts';
import { durationMs, MINUTE_MS } from '../../shared/lib/time.ts';
import type { DesktopState } from './desktop-state.ts';
import type { StateKeeper } from './state-keeper.ts';
import type { DataOf, LocalData, catalogSections } from '../store/local-data.ts';
import type { LocalStore } from '../store/local-store.ts';

/** Writes down whatever changes in the state, part by part. */
export function persistState(
  keeper: StateKeeper,
  local: LocalStore<LocalData>,
  catalog: LocalStore<DataOf<typeof catalogSections>>,
): () => void {
  let before: DesktopState = keeper.state();
  let written = before.log;
  return keeper.onChange(() => {
    const now = keeper.state();
    const { requests, outbox, settings, log } = now;
    const isLocal =
      requests !== before.requests ||
      outbox !== before.outbox ||
      settings !== before.settings ||
      differ(log, written);
    if (isLocal) {
      written = log;
      const { progress: _progress, stopped: _stopped, unreadable: _unreadable, ...lasting } = log;
      local.update({
        requests: { ...requests },
        outbox: [...outbox],
        settings,
        log: lasting,
      } as Partial<LocalData>);
    }
    if (now.catalog !== before.catalog || now.names !== before.names) {
      const { version, items } = now.catalog;
      catalog.update({ version, items: [...items], names: { ...now.names } });
    }
    before = now;
  });
}

/** That nothing new was found is no reason to write to the disk every few seconds, for ever. */
const CHECKED_AGAIN_MS = durationMs(5 * MINUTE_MS);

function differ(now: LogStatus, written: LogStatus): boolean {
  const { verifiedAt, progress: _progress, stopped: _stopped, unreadable: _unreadable, ...rest } = now;
  const {
    verifiedAt: writtenAt,
    progress: _writtenProgress,
    stopped: _writtenStopped,
    unreadable: _writtenUnreadable,
    ...writtenRest
  } = written;
  if (JSON.stringify(rest) !== JSON.stringify(writtenRest)) return true;
  return verifiedAt !== null && verifiedAt - (writtenAt ?? 0) >= CHECKED_AGAIN_MS;
}
