import type { confirm as en } from '../../en/cli/confirm.ts';
import type { WordsOf } from '../../words-of.ts';

export const confirm: WordsOf<typeof en> = {
  what: 'als Verantwortliche sagen, dass jemand, den andere Verantwortliche heute hinzugefügt haben, ein eigener Mensch ist',
  done: ({ person }) => `${person} darf von jetzt an genehmigen und ablehnen wie alle anderen.`,
};
