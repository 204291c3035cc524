import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { grantsOf } from '../../shared/domain/request/grants-of.ts';
import { isInTrouble } from '../../shared/domain/request/is-in-trouble.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { DesktopState } from './desktop-state.ts';
import { snapshotOf } from './snapshot-of.ts';

/** Told at once and in the order of registration; must not throw. */
export type SnapshotListener = (snapshot: Snapshot) => void;

/** The one place where the state changes. */
export interface StateKeeper {
  state(): DesktopState;
  snapshot(): Snapshot;
  /** Replaces the state; nobody is told when `change` gives back the same object. */
  update(change: (state: DesktopState) => DesktopState): void;
  /** Time has passed: what depends on it is computed anew. */
  refresh(): void;
  onChange(listener: SnapshotListener): () => void;
}

export function createStateKeeper(first: DesktopState, clock: Clock): StateKeeper {
  let state = first;
  let revision = 1;
  let snapshot = snapshotOf(state, revision, clock.now());
  const listeners = new Set<SnapshotListener>();
  const tell = (): void => {
    revision += 1;
    snapshot = snapshotOf(state, revision, clock.now());
    const current = snapshot;
    for (const listener of listeners) {
      // A listener changed the state itself: everybody has been told of the newer one by now.
      if (snapshot !== current) return;
      listener(current);
    }
  };
  return {
    state: () => state,
    snapshot: () => snapshot,
    update(change) {
      const next = change(state);
      if (next === state) return;
      state = next;
      tell();
    },
    refresh() {
      const next = snapshotOf(state, revision, clock.now());
      const isSame =
        recents(next) === recents(snapshot) &&
        troubles(next) === troubles(snapshot) &&
        next.notices.length === snapshot.notices.length;
      if (!isSame) tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** How much finished in the last day: time alone makes it less. */
const recents = ({ recent, recentLeftOut: { mine, others } = { mine: 0, others: 0 } }: Snapshot): number =>
  recent.length + mine + others;

/** How many grants are overdue or stuck: time alone makes them so. */
function troubles({ mine, watching }: Snapshot): number {
  return [...mine, ...watching].flatMap(grantsOf).filter(({ grant }) => isInTrouble(grant)).length;
}
