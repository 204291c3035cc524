import { z } from 'zod';
import { LANGUAGES } from '../words/language.ts';
import { wordsIn } from '../words/words.ts';

/** What a notice of node-notifier can say: a kind, for which there are fixed words in each language, and a number. */
export const desktopNoticeSchema = z.strictObject({
  kind: z.enum(['requests', 'news']),
  count: z.int().min(1).max(1_000_000),
  language: z.enum(LANGUAGES),
});

export type DesktopNotice = z.output<typeof desktopNoticeSchema>;

/** What the process that shows one answers: what became of it, where the platform tells, or why there is none. */
export const noticeAnswerSchema = z.union([
  z.strictObject({ response: z.string() }),
  z.strictObject({ fault: z.string() }),
]);

export type NoticeAnswer = z.output<typeof noticeAnswerSchema>;

/** The whole text of a notice. No text of people is in it, whatever it is about. */
export function noticeWords({ kind, count, language }: DesktopNotice): {
  readonly title: string;
  readonly body: string;
} {
  const { counted } = wordsIn(language).desktop.notices;
  return { title: 'Latchkey', body: counted[kind]({ count }) };
}
