import type { DesktopState } from '../state/desktop-state.ts';
import type { StateKeeper } from '../state/state-keeper.ts';
import type { DataOf, LocalData, catalogSections } from './local-data.ts';
import type { LocalStore } from './local-store.ts';

/** Writes down whatever changes in the state, part by part. */
export function persistState(
  keeper: StateKeeper,
  local: LocalStore<LocalData>,
  catalog: LocalStore<DataOf<typeof catalogSections>>,
): () => void {
  let before: DesktopState = keeper.state();
  return keeper.onChange(() => {
    const now = keeper.state();
    const { requests, outbox, settings, log } = now;
    const isLocal =
      requests !== before.requests ||
      outbox !== before.outbox ||
      settings !== before.settings ||
      log !== before.log;
    if (isLocal) {
      local.update({ requests: { ...requests }, outbox: [...outbox], settings, log } as Partial<LocalData>);
    }
    if (now.catalog !== before.catalog || now.names !== before.names) {
      catalog.update({ ...now.catalog, items: [...now.catalog.items], names: { ...now.names } });
    }
    before = now;
  });
}
