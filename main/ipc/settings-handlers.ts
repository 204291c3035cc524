import type { Settings } from '../../shared/contract/snapshot.ts';
import type { Handlers } from './handlers.ts';

/** Settings, and putting away what was read. */
export function settingsHandlers(parts: {
  readonly change: (settings: Settings) => Promise<void>;
  readonly choosePool: (pool: string, isAgreed: boolean) => Promise<void>;
  readonly dismissNotice: (id: string) => void;
  readonly dismissCommand: (key: string) => Promise<void>;
}): Pick<Handlers, 'settings.change' | 'pools.choose' | 'notices.dismiss' | 'outbox.dismiss'> {
  return {
    'settings.change': (settings) => parts.change(settings),
    'pools.choose': ({ pool, isAgreed }) => parts.choosePool(pool, isAgreed),
    'notices.dismiss': async ({ id }) => parts.dismissNotice(id),
    'outbox.dismiss': ({ key }) => parts.dismissCommand(key),
  };
}
