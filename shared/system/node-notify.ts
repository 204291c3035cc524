import { durationMs } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';
import { noticeAnswerSchema, type DesktopNotice } from './desktop-notice.ts';

/** Of the environment of whoever starts it, the process that shows a notice has these and nothing else. */
export const NOTIFY_ENVIRONMENT = [
  ...['PATH', 'HOME', 'LANG', 'TMPDIR'],
  ...['DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'],
  ...['SystemRoot', 'TEMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
];

/** A process of notify-worker.js, which was told of one notice in its arguments: a kind, a number and a language. */
export interface NotifyProcess {
  /** Its first message; null when it ended without one. Never rejects. */
  readonly answer: Promise<unknown>;
  kill(): void;
}

/** How long a notification server may take, before there is none. */
const WITHIN_MS = durationMs(15_000);

/**
 * A desktop notification by node-notifier, without buttons. Resolves with what became of it, where the platform tells:
 * `activate` when it was pressed. Rejects with what is missing: a program that shows it, or a desktop.
 *
 * The package runs programs, on Linux through a shell, whose arguments every user of the computer can read. So it runs in a
 * process of its own with a listed environment (`start`), and is given fixed words and a number: no text of people, and no
 * secret of a runner, can meet either.
 */
export async function nodeNotify(
  start: (args: readonly [kind: string, count: string, language: string]) => NotifyProcess,
  notice: DesktopNotice,
  clock: Pick<Clock, 'sleep'>,
): Promise<string> {
  const child = start([notice.kind, String(notice.count), notice.language]);
  const answered = new AbortController();
  const late = clock.sleep(WITHIN_MS, answered.signal).then(() => ({ fault: 'no answer' }));
  try {
    const answer = noticeAnswerSchema.safeParse(await Promise.race([child.answer, late]));
    if (!answer.success) throw new Error('the process that shows notifications ended');
    if ('fault' in answer.data) throw new Error(answer.data.fault);
    return answer.data.response;
  } finally {
    answered.abort();
    child.kill();
  }
}
