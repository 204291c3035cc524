import type { invite as en } from '../../en/cli/invite.ts';
import type { WordsOf } from '../../words-of.ts';

export const invite: WordsOf<typeof en> = {
  what: 'eine Einladung für eine Person aus people.yaml oder für ein weiteres Gerät von Ihnen: einmal zu benutzen, binnen 24 Stunden',
  replace:
    'als Verantwortliche, für wen alle Geräte verloren hat: Wer damit beitritt, tritt an deren Stelle. Alle Verantwortlichen erfahren es',
  json: 'es ist ohnehin ein JSON-Dokument',
  told: ({ person }) =>
    `Alle Verantwortlichen und ${person} erfahren es. Sobald jemand damit beitritt, werden alle Geräte abgemeldet, die ${person} jetzt hat, und einen Tag lang wird von dort nichts genehmigt, was Sie anfragen, es sei denn, andere Verantwortliche sagen: latchkey confirm ${person}`,
  give: ({ link }) =>
    `Geben Sie diese Zeile der Person auf einem Weg, dem Sie vertrauen. Sie fügt sie in das erste Fenster von Latchkey ein oder dort, wo latchkey join danach fragt:\n${link}`,
};
