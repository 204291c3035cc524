import type { length as en } from '../../en/cli/length.ts';
import type { WordsOf } from '../../words-of.ts';

export const length: WordsOf<typeof en> = {
  reason: ({ problem }) => `Der Grund ist ${problem}. Nichts wurde gesendet: Fassen Sie sich kürzer.`,
  ticket: ({ problem }) => `Das Ticket ist ${problem}. Nichts wurde gesendet: Fassen Sie sich kürzer.`,
  comment: ({ problem }) => `Der Kommentar ist ${problem}. Nichts wurde gesendet: Fassen Sie sich kürzer.`,
  name: ({ problem }) => `Der Name ist ${problem}. Nichts wurde gesendet: Fassen Sie sich kürzer.`,
  deviceName: ({ problem }) =>
    `Der Name des Geräts ist ${problem}. Nichts wurde gesendet: Fassen Sie sich kürzer.`,
  id: ({ problem }) => `Die ID ist ${problem}. Nichts wurde gesendet: Fassen Sie sich kürzer.`,
  written: ({ problem }) => `Was Sie geschrieben haben, ist ${problem}. Nichts wurde gesendet.`,
};
