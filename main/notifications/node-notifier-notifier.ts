import type { Notifier } from '../../shared/ports/notifier.ts';
import { nodeNotify } from '../../shared/system/node-notify.ts';

/** The last resort: a notice without buttons, which cannot be withdrawn. The tray and the window still have both. */
export function createNodeNotifierNotifier(): Notifier {
  return {
    async show({ title, body, onAction, onClosed }) {
      if ((await nodeNotify({ title, body })) === 'activate') onAction('default');
      else onClosed();
    },
    withdraw: async () => undefined,
    stop: async () => undefined,
  };
}
