import type { times as en } from '../../en/window/times.ts';
import type { WordsOf } from '../../words-of.ts';

export const times: WordsOf<typeof en> = {
  unknown: 'zu unbekannter Zeit',
  now: 'jetzt',
  minutes: ({ count }) => `${count} min`,
  hours: ({ count }) => `${count} h`,
  days: ({ count }) => `${count} T.`,
  justNow: 'gerade eben',
  ago: ({ ago }) => `vor ${ago}`,
  daysAndClock: ({ days, clock }) => `${days} T. ${clock}`,
  onTime: 'pünktlich',
  late: ({ by }) => `${by} zu spät`,
  seconds: ({ count }) => `${count} s`,
};
