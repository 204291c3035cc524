import type { notices as en } from '../../en/desktop/notices.ts';
import type { WordsOf } from '../../words-of.ts';

export const notices: WordsOf<typeof en> = {
  open: 'Öffnen',
};
