import notifier from 'node-notifier';
import { escapeMarkup } from '../lib/escape-markup.ts';
import { noticeText } from '../lib/notice-text.ts';

interface DesktopNotice {
  /** Both begin with a word of ours: what begins with a dash would be an option of the program that shows it. */
  readonly title: string;
  readonly message: string;
}

/** A desktop notification without buttons. Rejects with what is missing: a program that shows it, or a desktop. */
export function desktopNotice({ title, message }: DesktopNotice): Promise<void> {
  // On Linux the notification servers read the body as markup.
  const asText = process.platform === 'linux' ? escapeMarkup : (text: string): string => text;
  return new Promise((resolve, reject) => {
    notifier.notify({ title: noticeText(title), message: asText(noticeText(message)) }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
