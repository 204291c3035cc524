import type { Client } from '../../shared/client/create-client.ts';
import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import type { Pulse } from './pulse.ts';
import { callService, type CallOutcome } from './call-service.ts';

export type ServiceApi = Client['api'];

/** The service as the rest of main sees it: there, or not there now. */
export interface Link {
  /** Null while offline. */
  api(): ServiceApi | null;
  /**
   * Calls when there is a service to call. A call ends with the connection it was made on: `signal` aborts, and the outcome
   * is `unreachable`, whatever the call itself does.
   */
  call<T>(ask: (api: ServiceApi, signal: AbortSignal) => Promise<T>): Promise<CallOutcome<T>>;
  /** `ask` keeps an eye on whether the service answers. */
  use(api: ServiceApi | null, ask?: Pulse['ask']): void;
}

/** `barred`: why nobody may be called, whoever answers. */
export function createLink(barred: () => Refusal | null): Link {
  let current: ServiceApi | null = null;
  let pulse: Pulse['ask'] = (question) => question();
  let over = new AbortController();
  return {
    api: () => current,
    use: (api, ask = (question) => question()) => {
      over.abort();
      over = new AbortController();
      [current, pulse] = [api, ask];
    },
    call: async (ask) => {
      const refusal = barred();
      if (refusal) return { kind: 'refused', refusal };
      const api = current;
      if (!api) return OFFLINE;
      const { signal } = over;
      return unlessOver(
        signal,
        callService(() => pulse(() => ask(api, signal))),
      );
    },
  };
}

// not for people: offlineRefusal says it.
const OFFLINE = { kind: 'unreachable', message: 'The service cannot be reached now.' } as const;

function unlessOver<T>(signal: AbortSignal, call: Promise<CallOutcome<T>>): Promise<CallOutcome<T>> {
  return new Promise((resolve) => {
    const end = (): void => resolve(OFFLINE);
    signal.addEventListener('abort', end, { once: true });
    // It never rejects.
    void call.then(resolve).finally(() => signal.removeEventListener('abort', end));
  });
}

/** What a person is told when something needs the service and it is not there. */
export const offlineRefusal = refuse('unreachable', 'offline');
