import type { inbox as en } from '../../en/window/inbox.ts';
import type { WordsOf } from '../../words-of.ts';

export const inbox: WordsOf<typeof en> = {
  approve: 'Genehmigen',
  deny: 'Ablehnen',
};
