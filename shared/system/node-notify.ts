import notifier from 'node-notifier';
import { escapeMarkup } from '../lib/escape-markup.ts';

/** On Linux the notification servers read the body as markup. */
const asText = (body: string): string => (process.platform === 'linux' ? escapeMarkup(body) : body);

/**
 * A desktop notification without buttons. Resolves with what became of it, where the platform tells: `activate` when it was
 * pressed. Rejects with what is missing: a program that shows it, or a desktop. Neither text may begin with a dash: on Linux
 * that would be an option of the program.
 */
export function nodeNotify({
  title,
  body,
}: {
  readonly title: string;
  readonly body: string;
}): Promise<string> {
  return new Promise((resolve, reject) => {
    notifier.notify({ title, message: asText(body), wait: false }, (error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}
