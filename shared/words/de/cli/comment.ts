import type { comment as en } from '../../en/cli/comment.ts';
import type { WordsOf } from '../../words-of.ts';

export const comment: WordsOf<typeof en> = {
  what: 'etwas zu einer Anfrage sagen, für alle, die sie sehen dürfen',
  text: 'was zu sagen ist; - liest es von der Standardeingabe',
  done: ({ id }) => `Ihr Kommentar steht bei der Anfrage ${id}.`,
  nothing:
    'Es gibt keinen Kommentar: Übergeben Sie ihn auf der Standardeingabe oder schreiben Sie ihn statt „-“.',
};
