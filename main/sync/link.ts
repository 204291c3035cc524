import type { Client } from '../../shared/client/create-client.ts';
import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import type { Pulse } from './pulse.ts';
import { callService, type CallOutcome } from './call-service.ts';

export type ServiceApi = Client['api'];

/** The service as the rest of main sees it: there, or not there now. */
export interface Link {
  /** Null while offline. */
  api(): ServiceApi | null;
  /** Calls when there is a service to call. */
  call<T>(ask: (api: ServiceApi) => Promise<T>): Promise<CallOutcome<T>>;
  /** `ask` keeps an eye on whether the service answers. */
  use(api: ServiceApi | null, ask?: Pulse['ask']): void;
}

/** `barred`: why nobody may be called, whoever answers. */
export function createLink(barred: () => Refusal | null): Link {
  let current: ServiceApi | null = null;
  let pulse: Pulse['ask'] = (question) => question();
  return {
    api: () => current,
    use: (api, ask = (question) => question()) => {
      [current, pulse] = [api, ask];
    },
    call: async (ask) => {
      const refusal = barred();
      if (refusal) return { kind: 'refused', refusal };
      const api = current;
      return api ? callService(() => pulse(() => ask(api))) : { kind: 'unreachable', message: OFFLINE };
    },
  };
}

const OFFLINE = 'The service cannot be reached now.';

/** What a person is told when something needs the service and it is not there. */
export const offlineRefusal = refuse(
  'notFound',
  'The service cannot be reached now. Try again when this device is online.',
);
