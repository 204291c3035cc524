import notifier from 'node-notifier';
import { visibleText } from '../lib/visible-text.ts';

/** A desktop notification where there is a desktop. Where there is none, nothing: the terminal has said it already. */
export function desktopNotice({
  title,
  message,
}: {
  readonly title: string;
  readonly message: string;
}): void {
  try {
    notifier.notify({ title: visibleText(title), message: escaped(visibleText(message)) }, () => undefined);
  } catch {
    // No display, no notification program: `watch` goes on in the terminal.
  }
}

/** Notification servers read the body as a little markup. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
