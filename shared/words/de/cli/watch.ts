import type { watch as en } from '../../en/cli/watch.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const watch: WordsOf<typeof en> = {
  what: 'Anfragen, die auf Sie warten, sobald sie kommen; beantworten Sie sie mit a und d',
  noNotify: 'ohne Mitteilungen auf dem Desktop',
  notFromPipe:
    'Antworten sind Tasten, die ein Mensch zu dem drückt, was er sieht: Sie werden nicht aus einer Pipe oder einer Datei gelesen. Führen Sie dies in einem Terminal aus, oder mit </dev/null, um es nur gesagt zu bekommen. In Skripten: latchkey approve ID oder latchkey deny ID --comment TEXT.',
  waiting: 'Warte auf Anfragen.',
  waitingWithKeys: 'Warte auf Anfragen. a genehmigt, d lehnt ab, q beendet.',
  tryingAgain: ({ why }) => `${why} Neuer Versuch…`,
  whyNot: ({ id }) => `Warum nicht? (leer: ${id} offen lassen) `,
  moreHappened: 'Inzwischen ist mehr geschehen: latchkey history hat alles davon.',
  tooSoon: ({ which }) => `Nicht gesendet: Die Anfrage ist eben erst nach vorn gekommen. ${which}`,
  leftOpen: 'Offen gelassen.',
  approved: ({ id }) => `${id} genehmigt.`,
  denied: ({ id }) => `${id} abgelehnt.`,
  gone: ({ id }) => `${id} wartet nicht mehr auf Sie.`,
  others: ({ count }) =>
    `Danach ${f.plural(count, { one: 'wartet noch eine', other: 'warten noch #' })} auf Sie.`,
  noNotices:
    'Hier gibt es keine Mitteilungen auf dem Desktop. Unter Linux brauchen sie einen Desktop und notify-send aus dem Paket libnotify-bin. Anfragen werden in diesem Terminal gemeldet.',
  noNoticesSince: ({ why }) =>
    `Hier gibt es keine Mitteilungen auf dem Desktop (${why}). Unter Linux brauchen sie einen Desktop und notify-send aus dem Paket libnotify-bin. Anfragen werden in diesem Terminal gemeldet.`,
  away: 'Der Dienst ist nicht zu erreichen. Nichts wurde gesendet.',
  reminder: ({ id, what }) => `Erinnerung: ${id} wartet noch auf Ihre Antwort: ${what}.`,
  whichOne: ({ id, what }) => `${id} (a genehmigt, d lehnt ab): ${what}.`,
  whatForWho: ({ what, forMs, who }) => `${what} für ${f.exactDuration(forMs)}, angefragt von ${who}`,
};
