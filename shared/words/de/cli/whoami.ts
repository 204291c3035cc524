import type { whoami as en } from '../../en/cli/whoami.ts';
import type { WordsOf } from '../../words-of.ts';

export const whoami: WordsOf<typeof en> = {
  what: 'wer Sie hier sind, in welcher Organisation, und an welchen Wörtern die zu erkennen ist; fragt niemanden',
  memberIn: ({ who, organisation }) => `${who} in ${organisation}`,
  device: ({ id }) => `Gerät: ${id}`,
  service: ({ url }) => `Dienst: ${url}`,
  knownBy: ({ words }) => `zu erkennen an: ${words}`,
  compare: 'Wer dazugehört, sieht dieselben acht Wörter: Vergleichen Sie sie, wo es darauf ankommt.',
};
