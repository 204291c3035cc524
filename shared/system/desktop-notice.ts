import { z } from 'zod';

/** What a notice of node-notifier can say: a kind, for which there are fixed words, and a number. */
export const desktopNoticeSchema = z.strictObject({
  kind: z.enum(['requests', 'news']),
  count: z.int().min(1).max(1_000_000),
});

export type DesktopNotice = z.output<typeof desktopNoticeSchema>;

/** What the process that shows one answers: what became of it, where the platform tells, or why there is none. */
export const noticeAnswerSchema = z.union([
  z.strictObject({ response: z.string() }),
  z.strictObject({ fault: z.string() }),
]);

export type NoticeAnswer = z.output<typeof noticeAnswerSchema>;

/** The whole text of a notice. No text of people is in it, whatever it is about. */
export function noticeWords({ kind, count }: DesktopNotice): {
  readonly title: string;
  readonly body: string;
} {
  const is = (one: string, many: string): string => (count === 1 ? one : many);
  const body =
    kind === 'requests'
      ? `${count} ${is('request waits', 'requests wait')} for you. Latchkey says what, in its window or terminal.`
      : `${count} ${is('thing is', 'things are')} new. Latchkey says what, in its window or terminal.`;
  return { title: 'Latchkey', body };
}
