import type { withdraw as en } from '../../en/cli/withdraw.ts';
import type { WordsOf } from '../../words-of.ts';

export const withdraw: WordsOf<typeof en> = {
  what: 'eine Anfrage zurückziehen, die noch nicht beantwortet ist',
  done: ({ id }) => `Die Anfrage ${id} ist zurückgezogen.`,
};
