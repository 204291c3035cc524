import type { Client } from '../../shared/client/create-client.ts';
import { refuse, type Refusal } from '../../shared/domain/refusal.ts';
import { callService, type CallOutcome } from './call-service.ts';

export type ServiceApi = Client['api'];

/** The service as the rest of main sees it: there, or not there now. */
export interface Link {
  /** Null while offline. */
  api(): ServiceApi | null;
  /** Calls when there is a service to call. */
  call<T>(ask: (api: ServiceApi) => Promise<T>): Promise<CallOutcome<T>>;
  use(api: ServiceApi | null): void;
}

/** `barred`: why nobody may be called, whoever answers. */
export function createLink(barred: () => Refusal | null): Link {
  let current: ServiceApi | null = null;
  return {
    api: () => current,
    use: (api) => {
      current = api;
    },
    call: async (ask) => {
      const refusal = barred();
      if (refusal) return { kind: 'refused', refusal };
      const api = current;
      return api ? callService(() => ask(api)) : { kind: 'unreachable', message: OFFLINE };
    },
  };
}

const OFFLINE = 'The service cannot be reached now.';

/** What a person is told when something needs the service and it is not there. */
export const offlineRefusal = refuse(
  'notFound',
  'The service cannot be reached now. Try again when this device is online.',
);
