import type { DeviceView } from '../../shared/contract/api-types.ts';
import type { AppState } from './app-state.svelte.ts';

/** The devices that this person is signed in with, as they were when the service was asked last. Kept when a view is left. */
export class DevicesState {
  #known = $state.raw<{ readonly whose: string; readonly list: readonly DeviceView[] } | null>(null);
  /** Null: the service has not said yet. Those of somebody else, or in another organisation before, are not shown. */
  readonly list = $derived(this.#known?.whose === this.#whose() ? this.#known.list : null);
  /** So many only a newer Latchkey can show. */
  newer = $state(0);
  /** When the service said so. */
  readAt = $state(0);
  /** Why it did not say it when it was asked last. */
  problem = $state<string | null>(null);
  readonly #app: Pick<AppState, 'ask' | 'snapshot'>;
  #turn = 0;

  constructor(app: Pick<AppState, 'ask' | 'snapshot'>) {
    this.#app = app;
  }

  /** Only the last answer counts: those that are overtaken say what was. */
  async read(now: number): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const whose = this.#whose();
    const outcome = await this.#app.ask('devices.list', undefined);
    if (turn !== this.#turn) return;
    this.problem = outcome.ok ? null : outcome.message;
    if (!outcome.ok) return;
    this.#known = { whose, list: outcome.value.devices };
    this.newer = outcome.value.newer;
    this.readAt = now;
  }

  #whose(): string {
    const { me, organisation } = this.#app.snapshot;
    return JSON.stringify([me?.id, organisation?.name]);
  }
}
