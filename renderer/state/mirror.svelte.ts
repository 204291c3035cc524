import type { Bridge } from '../../shared/contract/ipc.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { speak, words } from '../words/words.ts';

/** Main's snapshot as main sent it last. Never changed here: what a person does goes to main and comes back as the next one. */
export class Mirror {
  snapshot = $state.raw<Snapshot | null>(null);
  /** Why there is nothing to show, when main does not answer. */
  fault = $state<string | null>(null);
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Listens before it asks, so that no change falls between. Returns what stops it. */
  run(): () => void {
    const stop = this.#bridge.on('snapshot', (snapshot) => this.#take(snapshot));
    this.#bridge.invoke('app.snapshot', undefined).then(
      (snapshot) => this.#take(snapshot),
      () => (this.fault = words().window.common.noAnswer),
    );
    return stop;
  }

  #take(snapshot: Snapshot): void {
    if (this.snapshot && snapshot.revision < this.snapshot.revision) return;
    // Before anything is drawn of it.
    speak(snapshot.language);
    this.snapshot = snapshot;
    this.fault = null;
  }
}
