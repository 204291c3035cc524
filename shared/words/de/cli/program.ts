import type { program as en } from '../../en/cli/program.ts';
import type { WordsOf } from '../../words-of.ts';

export const program: WordsOf<typeof en> = {
  what: 'Zugriff genau dann, wenn er gebraucht wird: anfragen, genehmigen, und er ist pünktlich wieder weg.',
  version: 'welche Version dies ist',
  lang: 'die Sprache dessen, was gesagt wird, en oder de; sonst die von LC_ALL, LC_MESSAGES oder LANG',
  after: ({ version }) =>
    `Version ${version}. Status am Ende: 0 getan, 1 Fehler, 2 falsch benutzt, 3 abgewiesen oder abgelehnt, 4 vergeblich gewartet, 5 der Dienst ist nicht zu erreichen, 6 nur ein Teil davon geht.\nAlles zu einer Identität liegt in LATCHKEY_HOME.`,
  unspoken: ({ named }) =>
    `Latchkey spricht „${named}“ nicht. Wählen Sie mit --lang eine Sprache, die es spricht: en, de.`,
  noLanguage: 'Sagen Sie nach --lang, welche Sprache: en oder de.',
};
