import notifier from 'node-notifier';

/** What Linux is told instead of any text of people: see `nodeNotify`. */
const FIXED = {
  title: 'Latchkey',
  message: 'Something is new. Latchkey says what, in its window or terminal.',
};

/**
 * A desktop notification without buttons. Resolves with what became of it, where the platform tells: `activate` when it was
 * pressed. Rejects with what is missing: a program that shows it, or a desktop.
 *
 * On Linux the package runs `notify-send` through a shell, and every user of the computer can read its arguments: so there
 * only fixed words go out, and a reason or a name meets neither. Neither text may begin with a dash.
 */
export function nodeNotify({
  title,
  body,
}: {
  readonly title: string;
  readonly body: string;
}): Promise<string> {
  const text = process.platform === 'linux' ? FIXED : { title, message: body };
  return new Promise((resolve, reject) => {
    notifier.notify({ ...text, wait: false }, (error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}
