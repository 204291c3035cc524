import notifier from 'node-notifier';
import type { Notifier } from '../../shared/ports/notifier.ts';

/** The last resort: a notice without buttons, which cannot be withdrawn. The tray and the window still have both. */
export function createNodeNotifierNotifier(): Notifier {
  return {
    show: ({ title, body, onAction, onClosed }) =>
      new Promise((resolve, reject) => {
        notifier.notify({ title, message: body, wait: false }, (error, response) => {
          if (error) return reject(error);
          if (response === 'activate') onAction('default');
          else onClosed();
          resolve();
        });
      }),
    withdraw: async () => undefined,
    stop: async () => undefined,
  };
}
