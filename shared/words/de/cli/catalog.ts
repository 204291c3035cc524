import type { catalog as en } from '../../en/cli/catalog.ts';
import type { WordsOf } from '../../words-of.ts';

export const catalog: WordsOf<typeof en> = {
  what: 'was angefragt werden kann, und was die Richtlinie Ihnen dazu sagt',
  empty: 'Der Katalog ist leer. Verantwortliche füllen ihn mit: latchkey publish DIR',
  headEntitlement: 'Berechtigung',
  headTitle: 'Titel',
  headAccess: 'Zugriff',
};
