import type { RequestState } from '../../domain/request/request.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** How many requests are kept in memory, at about two kilobytes each. */
const MOST_KEPT = 10_000;

/** Requests that were used lately, as they were committed. Oldest use goes first. */
export class StateCache {
  readonly #states = new Map<string, RequestState>();

  /** The states of those that exist. */
  async load(store: ServiceStore, requestIds: ReadonlySet<string>): Promise<Map<string, RequestState>> {
    const found = new Map<string, RequestState>();
    const missing: string[] = [];
    for (const requestId of requestIds) {
      const state = this.#states.get(requestId);
      if (state) found.set(requestId, state);
      else missing.push(requestId);
    }
    for (const [requestId, state] of await store.states(missing)) found.set(requestId, state);
    return found;
  }

  put(state: RequestState): void {
    const { requestId } = state.facts;
    this.#states.delete(requestId);
    this.#states.set(requestId, state);
    if (this.#states.size <= MOST_KEPT) return;
    const [oldest] = this.#states.keys();
    if (oldest !== undefined) this.#states.delete(oldest);
  }

  clear(): void {
    this.#states.clear();
  }
}
