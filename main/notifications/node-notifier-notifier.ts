import notifier from 'node-notifier';
import type { Notifier } from '../../shared/ports/notifier.ts';
import { escapeMarkup } from '../../shared/lib/escape-markup.ts';

/** On Linux the notification servers read the body as markup. */
const asText = (body: string): string => (process.platform === 'linux' ? escapeMarkup(body) : body);

/** The last resort: a notice without buttons, which cannot be withdrawn. The tray and the window still have both. */
export function createNodeNotifierNotifier(): Notifier {
  return {
    show: ({ title, body, onAction, onClosed }) =>
      new Promise((resolve, reject) => {
        notifier.notify({ title, message: asText(body), wait: false }, (error, response) => {
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
