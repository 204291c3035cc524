import notifier from 'node-notifier';
import { desktopNoticeSchema, noticeWords, type NoticeAnswer } from './desktop-notice.ts';

// Shows one notice and says what became of it: see node-notify.ts. Its arguments are a kind, a number and a language.

/** Electron's port to the process that started a utility process; not there in plain Node. */
const { parentPort } = process as { parentPort?: { postMessage(message: unknown): void } };

const say = (answer: NoticeAnswer): void => {
  if (parentPort) parentPort.postMessage(answer);
  else process.send?.(answer);
};

const [kind, count, language] = process.argv.slice(2);
const { title, body } = noticeWords(desktopNoticeSchema.parse({ kind, count: Number(count), language }));
try {
  notifier.notify({ title, message: body, wait: false }, (error, response) =>
    say(error ? { fault: error.message } : { response: String(response ?? '') }),
  );
} catch (fault) {
  say({ fault: String(fault) });
}
